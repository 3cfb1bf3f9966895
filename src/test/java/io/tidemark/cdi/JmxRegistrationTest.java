package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.RoutingMXBean;
import io.tidemark.Status;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.routing.CallerShare;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.RoutingSwitch;
import io.tidemark.routing.Scopes;
import io.tidemark.time.Ticker;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.Replicas;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.Transactions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class JmxRegistrationTest {

    private static final String SHOP = "io.tidemark:type=Routing,application=/shop";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final Router router = new Router(
            new Scopes(),
            Optional::empty,
            Transactions.none(),
            Optional.empty(),
            new RouterSettings(ReadPolicy.REPLICA, Duration.ZERO, Duration.ZERO, 1.25),
            Ticker.SYSTEM,
            new RouteCounters(),
            decision -> {});
    private final RoutingSwitch routing = router.routing();

    private final Replicas replicas = FakeReplication.over(
                    new ReplicationPorts(
                            new FakeServer(),
                            List.of(ReplicaSource.of(ReplicaName.of("jdbc/replica"), new FakeServer())),
                            new FakeMarkStore(),
                            new FakeBackends()),
                    Duration.ofSeconds(1),
                    Ticker.SYSTEM)
            .replicas();

    private JmxRegistration registered(String contextPath, Status status) {
        JmxRegistration registration = new JmxRegistration(server);
        registration.register(contextPath, new JmxRouting(routing, Optional.of(replicas), () -> status));
        return registration;
    }

    private JmxRegistration registered(String contextPath) {
        return registered(contextPath, withoutReplica());
    }

    private Status withoutReplica() {
        return StatusReport.of(router, Optional.empty(), new RouteCounters(), 0, Optional.empty(), List.of());
    }

    private static Status lagging() {
        Map<Reason, Long> statements = new EnumMap<>(Reason.class);
        statements.put(Reason.CAUGHT_UP, 3L);
        statements.put(Reason.ANONYMOUS, 2L);
        statements.put(Reason.WRITE, 1L);
        return new Status(
                true,
                new Status.Primary(true, Optional.of("16/B374D848"), Optional.of(1), Optional.empty()),
                List.of(new Status.Replica(
                        "jdbc/replica",
                        false,
                        false,
                        true,
                        3,
                        Optional.of("16/B374D840"),
                        Optional.of(1),
                        OptionalLong.of(250),
                        OptionalLong.of(8),
                        Optional.of("It lags."),
                        OptionalLong.of(-50))),
                Optional.of(new Status.Store(true, false, Optional.of("1:16/B3000000"), Optional.empty())),
                statements,
                4,
                Optional.empty(),
                List.of("function f: public.f is VOLATILE. Declare it STABLE."),
                Optional.of(new Status.Budget(OptionalInt.of(4), OptionalDouble.of(0.25), 2, 17)),
                Optional.of(new Status.Waits(8, 1500)),
                Optional.of(new Status.Shadow(
                        true,
                        Map.of(Reason.CAUGHT_UP, 5L, Reason.WRITE, 1L),
                        3,
                        Optional.of(new Status.Audit(
                                Map.of(AuditResult.EQUAL, 9L, AuditResult.FAILED, 1L), Map.of("42", 1L))))));
    }

    private Set<String> names() throws Exception {
        return server.queryNames(new ObjectName("io.tidemark:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itIsThereUntilItIsClosedAndThenTheNameIsFree() throws Exception {
        JmxRegistration first = registered("/shop");
        assertEquals(Set.of(SHOP), names());
        first.close();
        assertEquals(Set.of(), names());
        first.close();
        registered("/shop");
        assertEquals(Set.of(SHOP), names());
    }

    @Test
    void twoOfOneNameDoNotCollideAndEachRemovesOnlyItself() throws Exception {
        JmxRegistration first = registered("/shop");
        JmxRegistration second = registered("/shop");
        assertEquals(Set.of(SHOP, SHOP + ",instance=2"), names());
        first.close();
        assertEquals(Set.of(SHOP + ",instance=2"), names());
        second.close();
        assertEquals(Set.of(), names());
    }

    @Test
    void oneThatFindsNoFreeNameGoesWithout() throws Exception {
        for (int i = 0; i < 9; i++) {
            registered("/shop");
        }
        Set<String> before = names();
        JmxRegistration without = registered("/shop");
        without.close();
        assertEquals(before, names());
    }

    @Test
    void aPathWithReservedCharactersIsQuotedAndTheRootIsASlash() throws Exception {
        registered("/a,b=*");
        registered("");
        assertEquals(
                Set.of("io.tidemark:type=Routing,application=\"/a,b=\\*\"", "io.tidemark:type=Routing,application=/"),
                names());
    }

    @Test
    void theSwitchIsAnAttribute() throws Exception {
        registered("/shop");
        ObjectName name = new ObjectName(SHOP);
        assertEquals(true, server.getAttribute(name, "Routing"));
        server.setAttribute(name, new Attribute("Routing", false));
        assertEquals(ReadPolicy.PRIMARY, routing.policy());
        assertEquals(false, withoutReplica().routing());
        server.setAttribute(name, new Attribute("Routing", true));
        assertEquals(ReadPolicy.REPLICA, routing.policy());
        assertEquals(true, withoutReplica().routing());
    }

    @Test
    void shadowModeIsAnAttributeAndEndsOnThePrimary() throws Exception {
        registered("/shop");
        ObjectName name = new ObjectName(SHOP);
        assertEquals(false, server.getAttribute(name, "Shadow"));
        server.setAttribute(name, new Attribute("Shadow", false));
        assertEquals(ReadPolicy.REPLICA, routing.policy(), "it was off");
        server.setAttribute(name, new Attribute("Shadow", true));
        assertEquals(true, server.getAttribute(name, "Shadow"));
        assertEquals(false, server.getAttribute(name, "Routing"));
        assertEquals(true, withoutReplica().shadow().orElseThrow().active());
        server.setAttribute(name, new Attribute("Shadow", false));
        assertEquals(ReadPolicy.PRIMARY, routing.policy());
        assertEquals(Optional.empty(), withoutReplica().shadow(), "nothing was counted");
        server.setAttribute(name, new Attribute("Shadow", true));
        server.setAttribute(name, new Attribute("Routing", true));
        assertEquals(ReadPolicy.REPLICA, routing.policy());
    }

    @Test
    void theCountsOfWaitsAndOfShadowModeAreAttributes() throws Exception {
        registered("/shop", lagging());
        ObjectName name = new ObjectName(SHOP);
        assertEquals(8L, server.getAttribute(name, "ReadWaits"));
        assertEquals(1500L, server.getAttribute(name, "ReadWaitMillis"));
        assertEquals(3L, server.getAttribute(name, "ShadowWaits"));
        assertEquals(0.625, server.getAttribute(name, "ShadowReplicaShare"));
        assertEquals(0.375, server.getAttribute(name, "ShadowWaitShare"));
        assertEquals(
                Map.of("CAUGHT_UP", 5L, "WRITE", 1L),
                JMX.newMXBeanProxy(server, name, RoutingMXBean.class).getShadowStatements());
    }

    @Test
    void theCountsOfTheAuditAreAttributes() throws Exception {
        registered("/shop", lagging());
        RoutingMXBean shop = JMX.newMXBeanProxy(server, new ObjectName(SHOP), RoutingMXBean.class);
        assertEquals(Map.of("EQUAL", 9L, "FAILED", 1L), shop.getShadowAudits());
        assertEquals(Map.of("42", 1L), shop.getShadowAuditFailures());
    }

    @Test
    void withoutAnAuditItsCountsAreEmpty() throws Exception {
        registered("/shop");
        RoutingMXBean shop = JMX.newMXBeanProxy(server, new ObjectName(SHOP), RoutingMXBean.class);
        assertEquals(Map.of(), shop.getShadowAudits());
        assertEquals(Map.of(), shop.getShadowAuditFailures());
    }

    @Test
    void withoutShadowModeItsSharesAreUnknown() throws Exception {
        registered("/shop");
        assertEquals(-1.0, server.getAttribute(new ObjectName(SHOP), "ShadowReplicaShare"));
        assertEquals(-1.0, server.getAttribute(new ObjectName(SHOP), "ShadowWaitShare"));
        assertEquals(0L, server.getAttribute(new ObjectName(SHOP), "ShadowWaits"));
    }

    @Test
    void theShareOfCallersIsAnAttribute() throws Exception {
        registered("/shop");
        ObjectName name = new ObjectName(SHOP);
        assertEquals(1.0, server.getAttribute(name, "ReplicaShare"));
        server.setAttribute(name, new Attribute("ReplicaShare", 0.05));
        assertEquals(new CallerShare(0.05), routing.share());
        assertThrows(RuntimeMBeanException.class, () -> server.setAttribute(name, new Attribute("ReplicaShare", 5.0)));
        assertEquals(0.05, server.getAttribute(name, "ReplicaShare"));
    }

    @Test
    void theCountersAreOpenData() throws Exception {
        registered("/shop", lagging());
        TabularData counts = (TabularData) server.getAttribute(new ObjectName(SHOP), "Statements");
        assertEquals(3L, counts.get(new Object[] {"CAUGHT_UP"}).get("value"));
    }

    @Test
    void everythingOfTheStatusIsSeen() throws Exception {
        registered("/shop", lagging());
        RoutingMXBean seen = JMX.newMXBeanProxy(server, new ObjectName(SHOP), RoutingMXBean.class);
        assertEquals(Map.of("CAUGHT_UP", 3L, "ANONYMOUS", 2L, "WRITE", 1L), seen.getStatements());
        assertEquals(1, seen.getPrimaryStatements());
        assertEquals(5, seen.getReplicaStatements());
        assertEquals(4, seen.getIgnoredTokens());
        assertEquals(4, seen.getBudgetConcurrent());
        assertEquals(0.25, seen.getBudgetShare());
        assertEquals(2, seen.getBudgetRunning());
        assertEquals(17, seen.getBudgetRefused());
        assertEquals(true, seen.isPrimaryReady());
        assertEquals("16/B374D848", seen.getPrimaryPosition());
        assertEquals("", seen.getPrimaryProblem());
        TabularData table = (TabularData) server.getAttribute(new ObjectName(SHOP), "Replicas");
        CompositeData replica =
                (CompositeData) table.get(new Object[] {"jdbc/replica"}).get("value");
        assertEquals("jdbc/replica", replica.get("name"));
        assertEquals(false, replica.get("eligible"));
        assertEquals(false, replica.get("drained"));
        assertEquals(3, replica.get("inFlight"));
        assertEquals("16/B374D840", replica.get("position"));
        assertEquals(250L, replica.get("lagMillis"));
        assertEquals(-0.05, replica.get("clockSeconds"));
        assertEquals(8L, replica.get("lagBytes"));
        assertEquals("It lags.", replica.get("problem"));
        assertEquals(true, seen.isStoreReachable());
        assertEquals("1:16/B3000000", seen.getStoreFloor());
        assertEquals("", seen.getStoreProblem());
    }

    @Test
    void aReplicaIsDrainedAndResumedByItsName() throws Exception {
        registered("/shop");
        RoutingMXBean seen = JMX.newMXBeanProxy(server, new ObjectName(SHOP), RoutingMXBean.class);
        seen.drain("jdbc/replica");
        assertTrue(replicas.watches().get(0).isDrained());
        seen.resume("jdbc/replica");
        assertFalse(replicas.watches().get(0).isDrained());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> seen.drain("jdbc/replica-7"));
        assertEquals("There is no replica jdbc/replica-7; expected one of: jdbc/replica", refused.getMessage());
    }

    @Test
    void whatThereIsNotIsEmpty() throws Exception {
        registered("/shop");
        RoutingMXBean seen = JMX.newMXBeanProxy(server, new ObjectName(SHOP), RoutingMXBean.class);
        assertEquals("", seen.getPrimaryPosition());
        TabularData table = (TabularData) server.getAttribute(new ObjectName(SHOP), "Replicas");
        assertEquals(0, table.size());
        assertEquals(false, seen.isStoreReachable());
        assertEquals("", seen.getStoreFloor());
        assertEquals("", seen.getStoreProblem());
    }
}
