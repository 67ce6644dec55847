# what: warnings and tracebacks that a script shows itself
import traceback
import warnings
warnings.warn("a warning of the script")
try:
    {}["missing"]
except KeyError:
    print(traceback.format_exc())
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    numpy.array([1.0]) / 0
result = {"status": "PASS"}
