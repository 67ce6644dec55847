# expect: not-success
# timeout: 20
# what: a SQLite database that grows, with its journal
sqlite3 = module("sqlite3")
connection = sqlite3.connect("file:own.db?nolock=1", uri=True)
connection.execute("PRAGMA synchronous = OFF")
connection.execute("CREATE TABLE t (a BLOB)")
for _ in range(1500):
    connection.execute("INSERT INTO t VALUES (zeroblob(1048576))")
    connection.commit()
breach("1.5 GB in a database")
