-- What the statements of statements.txt are about. Whoever runs it owns the database, which is otherwise empty.
CREATE SCHEMA s;
CREATE SCHEMA app;

CREATE TYPE mood AS ENUM ('sad', 'fine', 'happy');
CREATE TYPE pair AS (x int, y text);

CREATE TABLE t (
    id int PRIMARY KEY, a int, b int, c text, d jsonb, e int[], f numeric(10,2), g timestamptz, h boolean, i tsvector,
    j int4range, k date, l bytea, m point, n uuid, o mood, p pair, q timestamp, r box, s xid8,
    update int, share int, key int, nextval int, "for" int, "größe" text, "a b" int, a$b$ int, a$1 int,
    "delete" int, "insert" int, "merge" int, "or""der" int);
INSERT INTO t SELECT n, n, n % 3, 'text ' || n, jsonb_build_object('a', n, 'b', jsonb_build_object('c', 'x')), ARRAY[n, 2],
    n / 3.0, '2020-01-01Z', n % 2 = 0, to_tsvector('english', 'a cat'), int4range(n, 9), '2020-01-01', '\x01', point(n, 1),
    '00000000-0000-0000-0000-000000000000', 'fine', ROW(n, 'y')::pair, '2020-01-01', box(point(0, 0), point(1, 1)), '7',
    1, 2, 3, 4, 5, 'g', 6, 7, 8, 9, 10, 11, 12
FROM generate_series(1, 5) n;
CREATE TABLE s.t AS SELECT id, a, b, c FROM t;
CREATE TABLE u (id int PRIMARY KEY, t_id int, c text);
INSERT INTO u VALUES (1, 1, 'one'), (2, 1, 'two'), (3, 4, NULL);
CREATE TABLE node (id int, parent int, name text);
INSERT INTO node VALUES (1, NULL, 'root'), (2, 1, 'leaf'), (3, 2, 'leaf of a leaf');
CREATE VIEW good AS SELECT t.id, lower(c) AS c FROM t JOIN u USING (id, c);
CREATE MATERIALIZED VIEW stored AS SELECT count(*) FROM t;

-- As Hibernate names them.
CREATE TABLE thing (id bigint, name varchar(255), version int, kind int, size int, price numeric(10,2), at timestamp,
    since timestamp, deleted boolean, tags text[], data jsonb, author_id bigint, thing_id bigint, owner_id bigint);
INSERT INTO thing SELECT n, 'thing ' || n, 0, n % 2, n, n, '2020-01-01', '2019-01-01', false, ARRAY['x'], '{"a": 1}', 1, 1, n
FROM generate_series(1, 5) n;
CREATE TABLE "Order" ("id" bigint, "group" text);
CREATE TABLE author (id bigint, name text);
CREATE TABLE book (id bigint, title text, author_id bigint, c_id bigint);
CREATE TABLE book_author (book_id bigint, author_id bigint);
CREATE SEQUENCE thing_seq INCREMENT 50;
CREATE SEQUENCE seq;
SELECT nextval('seq');

-- What is not harmless.
CREATE UNLOGGED TABLE unlogged (a int);
CREATE TABLE guarded (a int);
CREATE FUNCTION do_write(int) RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO u VALUES (100 + $1) RETURNING id';
CREATE FUNCTION do_read(int) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM t WHERE a > $1';
CREATE FUNCTION app.do_read(int) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM t WHERE a > $1';
CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
CREATE FUNCTION twice(text) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write(1)';
CREATE FUNCTION app.reverse(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write(1)';
CREATE FUNCTION app."Rate"(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION "select"(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION app."in"(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION "join"(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION "first"(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION over(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION filter(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION "ilike"(int, int) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT do_write($1) > 0';
CREATE FUNCTION rollup(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION columns(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION operator(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION curdate() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write(1)';
CREATE FUNCTION by_default(int DEFAULT nextval('seq')) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION touch(t) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1.id)';
CREATE FUNCTION full_name(t) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.c';
CREATE PROCEDURE proc(int) LANGUAGE sql AS 'INSERT INTO u VALUES (200 + $1)';
CREATE FUNCTION writing_transition(int, int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($2)';
CREATE AGGREGATE writing_sum(int) (SFUNC = writing_transition, STYPE = int, INITCOND = '0');
CREATE FUNCTION adding_transition(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE AGGREGATE own_sum(int) (SFUNC = adding_transition, STYPE = int, INITCOND = '0');
CREATE FUNCTION writing_plus(int, int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE OPERATOR ### (LEFTARG = int, RIGHTARG = int, FUNCTION = writing_plus);
CREATE OPERATOR #?# (LEFTARG = int, RIGHTARG = int, FUNCTION = writing_plus);
CREATE OPERATOR s.*+* (LEFTARG = int, RIGHTARG = int, FUNCTION = writing_plus);
CREATE OPERATOR %%% (LEFTARG = int, RIGHTARG = int, FUNCTION = adding_transition);
CREATE FUNCTION writing_check(text) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT do_write(1) > 0';
CREATE DOMAIN writing_domain AS text CHECK (writing_check(VALUE));
CREATE DOMAIN writing_domain_too AS writing_domain;
CREATE DOMAIN good_domain AS text CHECK (length(VALUE) < 100);
CREATE TYPE writing_type AS (x int);
CREATE FUNCTION to_writing_type(int) RETURNS writing_type LANGUAGE sql VOLATILE AS 'SELECT ROW(do_write($1))::writing_type';
CREATE CAST (int AS writing_type) WITH FUNCTION to_writing_type(int);
CREATE FUNCTION pair_to_int(pair) RETURNS smallint LANGUAGE sql VOLATILE AS 'SELECT do_write(1)::smallint';
CREATE CAST (pair AS smallint) WITH FUNCTION pair_to_int(pair);
CREATE VIEW writing_view AS SELECT nextval('seq') AS n;
CREATE VIEW view_of_writing_view AS SELECT n + 1 AS n FROM writing_view;
CREATE VIEW locking_view AS SELECT * FROM u FOR SHARE;
CREATE VIEW state_view AS SELECT pid FROM pg_stat_activity;
CREATE VIEW view_of_sequence AS SELECT * FROM seq;
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
CREATE POLICY writes ON guarded USING (do_write(a) > 0);

-- Children that are not what their parents are.
CREATE TABLE family (a int);
CREATE UNLOGGED TABLE unlogged_child () INHERITS (family);
CREATE TABLE generation (a int);
CREATE TABLE generation_2 () INHERITS (generation);
CREATE UNLOGGED TABLE generation_3 () INHERITS (generation_2);
CREATE VIEW view_of_generation AS SELECT a + 1 AS a FROM generation;
CREATE TABLE parted (a int) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (1) TO (10) PARTITION BY RANGE (a);
CREATE UNLOGGED TABLE parted_1_1 PARTITION OF parted_1 FOR VALUES FROM (1) TO (5);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20);
CREATE INDEX parted_index ON parted (a);
CREATE TABLE whole (a int) PARTITION BY RANGE (a);
CREATE TABLE whole_1 PARTITION OF whole DEFAULT;
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE TABLE lines (line text) PARTITION BY LIST (line);
CREATE FOREIGN TABLE lines_of_server PARTITION OF lines DEFAULT SERVER files OPTIONS (filename 'postmaster.pid');
CREATE VIEW view_of_lines AS SELECT upper(line) AS line FROM lines;

-- An operator of PostgreSQL that writes for one type alone.
CREATE TYPE shade AS ENUM ('dark', 'light');
CREATE FUNCTION shade_less(shade, shade) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT do_write(1) > 0';
CREATE OPERATOR ~<~ (LEFTARG = shade, RIGHTARG = shade, FUNCTION = shade_less);
CREATE TABLE shades (s shade, c text);
INSERT INTO shades VALUES ('dark', 'x');
CREATE VIEW view_of_shades AS SELECT s AS tone FROM shades;
CREATE DOMAIN deep_shade AS shade;
CREATE TYPE shade_holder AS (held shade[]);
CREATE TABLE shade_holders (h shade_holder);
INSERT INTO shade_holders VALUES (ROW(ARRAY['dark', 'light'])::shade_holder);
CREATE FUNCTION some_shade() RETURNS shade LANGUAGE sql IMMUTABLE AS $$SELECT 'dark'::shade$$;
CREATE FUNCTION out_shade(OUT one shade, OUT two shade) LANGUAGE sql IMMUTABLE AS $$SELECT 'dark'::shade, 'dark'::shade$$;

-- A domain whose check writes, and what converts to it without its name. The check comes last: before, rows are made.
CREATE EXTENSION hstore;
CREATE DOMAIN email AS text;
CREATE DOMAIN number AS int;
CREATE TYPE address AS (street text, email email);
CREATE TYPE addresses AS (home address, others address[]);
CREATE TYPE span AS RANGE (subtype = number);
CREATE TABLE customer (id int, email email, emails email[], span span, address address);
INSERT INTO customer VALUES (1, 'a', '{b}', '[1,2)', ROW('s', 'c'));
CREATE TABLE old_customer () INHERITS (customer);
CREATE DOMAIN some_address AS address;
CREATE DOMAIN some_customer AS customer;
CREATE VIEW customer_view AS SELECT * FROM customer;
CREATE TABLE post (id int, customer int, email text);
INSERT INTO post VALUES (1, 1, 'a');
ALTER DOMAIN email ADD CHECK (writing_check(VALUE)) NOT VALID;
ALTER DOMAIN number ADD CHECK (writing_check(VALUE::text)) NOT VALID;
ALTER DOMAIN some_customer ADD CHECK (writing_check((VALUE).email)) NOT VALID;
CREATE FUNCTION length_of_address(address) RETURNS int LANGUAGE sql STABLE AS 'SELECT length($1.email)';
CREATE FUNCTION first_email(text) RETURNS email LANGUAGE sql STABLE AS 'SELECT $1';
CREATE FUNCTION count_of_emails(VARIADIC email[]) RETURNS int LANGUAGE sql STABLE AS 'SELECT cardinality($1)';
CREATE FUNCTION by_email(text DEFAULT 'a'::text::email) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION same_email(text, email) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR =~~ (LEFTARG = text, RIGHTARG = email, FUNCTION = same_email);
CREATE VIEW email_in_a_cast AS SELECT id, ('(s,' || email || ')')::address AS address FROM post;
CREATE VIEW email_in_a_row AS SELECT ROW('s', email)::address AS address FROM post;
CREATE VIEW email_in_a_record AS SELECT x.a FROM jsonb_to_record('{"a": "b"}') AS x(a email);
CREATE VIEW email_in_a_filled_row AS SELECT jsonb_populate_record(NULL::address, '{"email": "b"}') AS address;
CREATE VIEW email_in_xml AS
    SELECT x.a FROM xmltable('/r' PASSING CAST('<r>x</r>' AS xml) COLUMNS a email PATH '.') x;
CREATE VIEW email_in_a_call AS SELECT first_email(c) AS email FROM u;
CREATE VIEW email_in_a_field AS SELECT (address).email AS email, emails[1] AS other, unnest(emails) AS each FROM customer;

-- What asks for the time.
CREATE VIEW clock_view AS SELECT id FROM t WHERE g <= now();
CREATE VIEW key_word_view AS SELECT id FROM t WHERE k <= CURRENT_DATE;
CREATE VIEW view_of_clock_view AS SELECT id FROM clock_view;
CREATE FUNCTION due(timestamptz DEFAULT now()) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION due_today(date DEFAULT CURRENT_DATE) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION due_plus(int, int) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 > $2 AND now() IS NOT NULL';
CREATE OPERATOR %>% (LEFTARG = int, RIGHTARG = int, FUNCTION = due_plus);
CREATE DOMAIN past AS date CHECK (VALUE <= CURRENT_DATE);
CREATE TABLE birth (day past, past date);
INSERT INTO birth VALUES ('2020-01-01', '2020-01-01');
CREATE TABLE dated (id int, at timestamptz);
INSERT INTO dated VALUES (1, '2020-01-01Z');
ALTER TABLE dated ENABLE ROW LEVEL SECURITY;
ALTER TABLE dated FORCE ROW LEVEL SECURITY;
CREATE POLICY past_only ON dated USING (at <= now());

-- Functions that are declared STABLE or IMMUTABLE, and are not.
CREATE FUNCTION tenant() RETURNS text LANGUAGE sql STABLE AS $$SELECT current_setting('app.tenant', true)$$;
CREATE FUNCTION tenant_of_tenant() RETURNS text LANGUAGE plpgsql STABLE AS $$BEGIN RETURN "tenant" (); END$$;
CREATE FUNCTION exclusive() RETURNS void LANGUAGE plpgsql IMMUTABLE AS
    $$BEGIN FOR i IN 1..2 LOOP PERFORM pg_catalog.PG_ADVISORY_LOCK(i); END LOOP; END$$;
CREATE FUNCTION in_a_text() RETURNS void LANGUAGE plpgsql STABLE AS
    $$BEGIN EXECUTE 'SELECT pg_advisory_lock(1)'; END$$;
CREATE FUNCTION sessions() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM pg_stat_activity';
CREATE FUNCTION last_of_seq() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT s.last_value FROM public.seq s';
CREATE FUNCTION standard() RETURNS text LANGUAGE sql STABLE RETURN tenant();
CREATE FUNCTION standard_of_seq() RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT last_value FROM seq);
CREATE FUNCTION cursor_of_t() RETURNS refcursor LANGUAGE plpgsql STABLE AS
    $$DECLARE c refcursor := 'c'; BEGIN OPEN c FOR SELECT 1; RETURN c; END$$;
CREATE FUNCTION honest() RETURNS bigint LANGUAGE plpgsql STABLE AS
    $$DECLARE version int := 1; BEGIN RETURN (SELECT count(*) + version FROM t WHERE age(q) IS NOT NULL); END$$;
CREATE VIEW view_of_tenant AS SELECT tenant() AS name;
CREATE TABLE tenanted (id int, tenant text);
ALTER TABLE tenanted ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenanted FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON tenanted USING (tenant = tenant());
CREATE TABLE rented (id int, tenant text);
ALTER TABLE rented ENABLE ROW LEVEL SECURITY;
ALTER TABLE rented FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON rented USING (tenant = current_setting('App.Tenant', true));
CREATE VIEW view_of_rented AS SELECT id FROM rented;
CREATE FUNCTION count_rented() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM view_of_rented';
CREATE FUNCTION computed_setting() RETURNS text LANGUAGE sql STABLE AS $$SELECT current_setting('app.' || 'tenant', true)$$;
CREATE TABLE rented_by_computed (id int, tenant text);
ALTER TABLE rented_by_computed ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON rented_by_computed USING (tenant = current_setting('app.' || 'tenant', true));
CREATE TABLE rented_and_locked (id int, tenant text);
ALTER TABLE rented_and_locked ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON rented_and_locked USING (tenant = current_setting('app.tenant', true) AND exclusive() IS NULL);

-- Names with a quote in them, and names that something harmless has, too.
CREATE SEQUENCE "se""quence";
CREATE UNLOGGED TABLE "un""logged" (a int);
CREATE VIEW "vi""ew" AS SELECT nextval('seq') AS n;
CREATE DOMAIN "do""main" AS text CHECK (writing_check(VALUE));
CREATE FUNCTION "do""write"(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE FUNCTION "do""read"(int) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT do_read($1)';
CREATE TABLE "ta""ble" (a int);
CREATE SEQUENCE counter;
CREATE FUNCTION second(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT do_write($1)';
CREATE TABLE ruled (a int);
CREATE VIEW ruled_view AS SELECT a FROM ruled;
CREATE RULE written AS ON INSERT TO ruled_view DO INSTEAD INSERT INTO ruled VALUES (do_write(new.a));
CREATE TABLE entries_of_transactions (id int, entered xid, since timestamptz);
INSERT INTO entries_of_transactions VALUES (1, '3', '2020-01-01Z');
SELECT lo_from_bytea(4711, '\x0102');

-- Functions whose bodies reach what differs on a standby through something else.
CREATE FUNCTION locks() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_lock(2)';
CREATE FUNCTION locks_behind() RETURNS void LANGUAGE sql STABLE AS 'SELECT locks()';
CREATE VIEW locking AS SELECT pg_try_advisory_lock(3) AS locked;
CREATE FUNCTION of_locking() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT locked FROM locking';
CREATE FUNCTION of_state() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM state_view';
CREATE FUNCTION of_foreign() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM lines_of_server';
CREATE FUNCTION of_foreign_child() RETURNS bigint LANGUAGE plpgsql STABLE AS 'BEGIN RETURN (SELECT count(*) FROM view_of_lines); END';
CREATE FUNCTION of_unlogged() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM t JOIN ONLY (unlogged) ON true';
CREATE FUNCTION of_sequence_view() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT last_value FROM view_of_sequence';
CREATE FUNCTION of_sequence_behind_comma() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT s.last_value FROM t, public.seq s';
CREATE FUNCTION of_quoted_sequence() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT last_value FROM public."se""quence"';
CREATE FUNCTION of_blanks() RETURNS text LANGUAGE sql STABLE AS 'SELECT version/* of the server */()';
CREATE FUNCTION plus_session(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2 + pg_backend_pid()';
CREATE AGGREGATE sum_of_session(int) (SFUNC = plus_session, STYPE = int, INITCOND = '0');
CREATE OPERATOR #+# (LEFTARG = int, RIGHTARG = int, FUNCTION = plus_session);
CREATE FUNCTION of_operator() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1 #+# 2';
CREATE FUNCTION of_domain(text) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1::email';
CREATE FUNCTION of_declared(text) RETURNS text LANGUAGE plpgsql STABLE AS 'DECLARE x email; BEGIN x := $1; RETURN x; END';
CREATE VIEW of_domain_view AS SELECT of_domain('x') AS x;
CREATE FUNCTION tenant_by_default() RETURNS text LANGUAGE sql AS $$SELECT current_setting('app.tenant', true)$$;
CREATE FUNCTION tenant_behind() RETURNS text LANGUAGE sql STABLE AS 'SELECT tenant_by_default()';
CREATE DOMAIN cursor_domain AS refcursor;
CREATE FUNCTION cursor_as_domain() RETURNS cursor_domain LANGUAGE plpgsql STABLE AS
    $$DECLARE c refcursor := 'c'; BEGIN OPEN c FOR SELECT 1; RETURN c; END$$;
CREATE FUNCTION commented() RETURNS bigint LANGUAGE sql STABLE AS $$
    -- Unlike pg_advisory_lock() on what is FROM seq.
    SELECT count(*) /* nor pg_stat_activity */ FROM t WHERE '--' <> c$$;
CREATE FUNCTION of_columns(seq int) RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT count(*) FROM t WHERE id IS DISTINCT FROM seq AND extract(year FROM q) > 0';

-- Bodies that reach such a function without its name: by a cast, an attribute, an operator of a view, or a default.
CREATE TYPE triple AS (x int, y int, z int);
CREATE FUNCTION session_of_triple(triple) RETURNS macaddr8 LANGUAGE sql STABLE AS
    $$SELECT lpad(to_hex(pg_backend_pid()), 16, '0')::macaddr8$$;
CREATE CAST (triple AS macaddr8) WITH FUNCTION session_of_triple(triple) AS ASSIGNMENT;
CREATE FUNCTION of_cast() RETURNS macaddr8 LANGUAGE sql STABLE AS 'SELECT CAST(ROW(1, 2, 3)::triple AS macaddr8)';
CREATE FUNCTION of_assigned_cast() RETURNS macaddr8 LANGUAGE plpgsql STABLE AS
    'DECLARE x macaddr8; BEGIN x := ROW(1, 2, 3)::triple; RETURN x; END';
CREATE FUNCTION of_attribute() RETURNS macaddr8 LANGUAGE sql STABLE AS 'SELECT (v).session_of_triple FROM (SELECT ROW(1, 2, 3)::triple AS v) q';
CREATE VIEW view_of_operator AS SELECT id #+# 1 AS n FROM t;
CREATE FUNCTION of_view_of_operator() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT sum(n) FROM view_of_operator';
CREATE FUNCTION with_session(int DEFAULT pg_backend_pid()) RETURNS int LANGUAGE sql STABLE AS 'SELECT $1';
CREATE FUNCTION of_default() RETURNS int LANGUAGE sql STABLE AS 'SELECT with_session()';
CREATE FUNCTION of_tenant(triple, text) RETURNS boolean LANGUAGE sql STABLE AS $$SELECT $2 = current_setting('app.tenant', true)$$;
CREATE OPERATOR #@# (LEFTARG = triple, RIGHTARG = text, FUNCTION = of_tenant);
CREATE FUNCTION of_tenant_operator() RETURNS bigint LANGUAGE sql STABLE AS $$SELECT count(*) FROM t WHERE ROW(1, 2, 3)::triple #@# c$$;
CREATE FUNCTION tenant_of(triple) RETURNS text LANGUAGE sql STABLE AS $$SELECT current_setting('app.tenant', true)$$;
CREATE FUNCTION of_tenant_attribute() RETURNS text LANGUAGE sql STABLE AS 'SELECT (v).tenant_of FROM (SELECT ROW(1, 2, 3)::triple AS v) q';
CREATE FUNCTION point_of_tenant(triple) RETURNS point LANGUAGE sql STABLE AS $$SELECT point(0, length(current_setting('app.tenant', true)))$$;
CREATE CAST (triple AS point) WITH FUNCTION point_of_tenant(triple);
CREATE FUNCTION of_tenant_cast() RETURNS text LANGUAGE sql STABLE AS 'SELECT ROW(1, 2, 3)::triple::point::text';
