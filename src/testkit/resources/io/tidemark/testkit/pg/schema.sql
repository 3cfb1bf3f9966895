-- The database of an application under test: its role owns it, and may create and change everything in it.

ALTER DATABASE tidemark OWNER TO tidemark;
