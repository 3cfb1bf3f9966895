package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.servers.PostgresCluster;
import io.tidemark.servers.TestServers;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code ExtensionFunctions} with the extensions that PostgreSQL includes, in the version that the tests run. */
@Tag("standalone")
class ContribIT extends ExtensionsContract {

    @Override
    PostgresCluster cluster() {
        return TestServers.running().postgres();
    }

    @Override
    void end() throws SQLException {
        extensions().drop();
    }

    @Test
    void everyOneThatIsNoLanguageWasJudged() throws Exception {
        Set<String> available = extensions().available();
        available.removeAll(found().keySet());
        available.removeIf(name -> name.matches("(.*_)?pl(pgsql|tcl|perl|python3)u?"));
        assertEquals(Set.of(), available, "Judge their functions, and add them to extensions.txt");
    }
}
