# what: zoneinfo and datetime, and uuid4 from the system's random numbers
import random, uuid
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
here = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
assert here.utcoffset().total_seconds() == 7200
assert here.astimezone(ZoneInfo("Asia/Tokyo")).hour == 19
assert uuid.uuid4() != uuid.uuid4() and 0 <= random.SystemRandom().random() < 1
result = {"now": datetime.now(timezone.utc), "berlin": here}
