package io.tidemark.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.RoutingMXBean;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchTest {

    private final List<String> calls = new ArrayList<>();

    /** Records the calls of its methods. */
    private final RoutingMXBean routing = (RoutingMXBean) Proxy.newProxyInstance(
            SwitchTest.class.getClassLoader(), new Class<?>[] {RoutingMXBean.class}, (proxy, method, arguments) -> {
                calls.add(method.getName() + Arrays.toString(arguments));
                return null;
            });

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'routing':'on'} | setRouting[true]",
                "{'routing':'off'} | setRouting[false]",
                "{'routing':'shadow'} | setShadow[true]",
                "{'share':0} | setReplicaShare[0.0]",
                "{'share':0.25} | setReplicaShare[0.25]",
                "{'share':1} | setReplicaShare[1.0]",
                "{'drain':'jdbc/replica'} | drain[jdbc/replica]",
                "{'resume':'jdbc/replica'} | resume[jdbc/replica]"
            },
            quoteCharacter = '~')
    void aRequestIsOneCall(String request, String call) {
        Switch.of(request.replace('\'', '"')).apply(routing);
        assertEquals(List.of(call), calls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The request is not a JSON object. Expected one such as {\"routing\":\"off\"}.",
                "[] | The request is not a JSON object. Expected one such as {\"routing\":\"off\"}.",
                "{} | The request has 0 members. Expected one of: routing, share, drain, resume.",
                "{'drain':'a','resume':'b'} | The request has 2 members. Expected one of: routing, share, drain, resume.",
                "{'stop':true} | There is no switch 'stop'. Expected one of: routing, share, drain, resume.",
                "{'routing':true} | The value of routing is true. Expected a text.",
                "{'routing':'no'} | Routing cannot be 'no'. Expected on, off or shadow.",
                "{'share':1.1} | The share of callers is 1.1. Expected a number from 0 to 1, such as 0.25 for 25 %.",
                "{'share':-1} | The share of callers is -1. Expected a number from 0 to 1, such as 0.25 for 25 %.",
                "{'share':'1'} | The share of callers is \"1\". Expected a number from 0 to 1, such as 0.25 for 25 %."
            },
            quoteCharacter = '~')
    void anotherRequestIsRefusedWithTheExpectation(String request, String message) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Switch.of(request.replace('\'', '"')));
        assertEquals(message, refused.getMessage());
        assertEquals(List.of(), calls);
    }
}
