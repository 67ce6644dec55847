# what: SQL that would write beside the model's index or elsewhere
gc = module("gc")
sqlite3 = module("sqlite3")
list(entities[:1])
home = T["home"]
connections = [thing for thing in gc.get_objects() if isinstance(thing, sqlite3.Connection)]
for connection in connections:
    for number, sql in enumerate((
        "CREATE TABLE stolen (a)", "DELETE FROM entities", "UPDATE meta SET value = 'x'", "PRAGMA user_version = 7",
        "PRAGMA writable_schema = 1; DELETE FROM sqlite_master", f"VACUUM INTO '{home}/planted.db'", f"ATTACH '{home}/planted2.db' AS b; CREATE TABLE b.t (a)",
        "ATTACH '/dev/shm/planted3.db' AS c; CREATE TABLE c.t (a)", "REINDEX", f"VACUUM INTO '{T['own_version']}/planted4.db'",
    )):
        try:
            connection.executescript(sql)
            if not sql.startswith("PRAGMA"):
                breach(f"SQL {sql[:30]}")
        except sqlite3.Error as error:
            note(error)
    connection.rollback()
