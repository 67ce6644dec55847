# what: matplotlib: three formats of a figure with text, a bar and a picture
# files: figure.png figure.svg figure.pdf
# timeout: 60
import matplotlib.pyplot as plt
figure, axes = plt.subplots(1, 2, figsize=(8, 3))
counts = pandas.Series([e.ifc_type for e in entities]).value_counts()
axes[0].bar(counts.index[:5], counts.values[:5])
axes[0].set_title("Élements — 数")
axes[1].imshow(numpy.random.default_rng(1).random((20, 20)))
for suffix in ("png", "svg", "pdf"):
    save_output(f"figure.{suffix}", figure)
result = {"types": len(counts)}
