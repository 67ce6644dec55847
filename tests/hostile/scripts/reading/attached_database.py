# what: ATTACH of project.db in the connection that the SDK itself has open
gc = module("gc")
sqlite3 = module("sqlite3")
list(entities[:1])
connections = [thing for thing in gc.get_objects() if isinstance(thing, sqlite3.Connection)]
note(f"{len(connections)} connections")
for number, connection in enumerate(connections):
    for name in (T["project_db"], f"file:{T['project_db']}?mode=ro", f"file:{T['project_db']}?immutable=1"):
        try:
            connection.execute(f"ATTACH DATABASE '{name}' AS stolen{number}")
            leak(connection.execute(f"SELECT * FROM stolen{number}.sqlite_master").fetchall())
            breach("project.db attached")
        except sqlite3.Error as error:
            note(error)
    for function in ("readfile", "load_extension", "fts3_tokenizer"):
        try:
            value = connection.execute(f"SELECT {function}('{T['key_file']}')").fetchall()
            leak(value)
            breach(f"SQL function {function} works")
        except sqlite3.Error as error:
            note(error)
