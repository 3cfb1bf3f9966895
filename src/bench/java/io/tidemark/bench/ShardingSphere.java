package io.tidemark.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.ReadwriteSplittingRuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.rule.ReadwriteSplittingDataSourceGroupRuleConfiguration;
import org.apache.shardingsphere.single.config.SingleRuleConfiguration;

/** ShardingSphere-JDBC with only its read/write splitting. */
final class ShardingSphere {

    private ShardingSphere() {}

    static DataSource over(DataSource primary, DataSource replica) throws SQLException {
        ReadwriteSplittingDataSourceGroupRuleConfiguration group =
                new ReadwriteSplittingDataSourceGroupRuleConfiguration(
                        "split", "primary", List.of("replica"), "random");
        ReadwriteSplittingRuleConfiguration splitting = new ReadwriteSplittingRuleConfiguration(
                List.of(group), Map.of("random", new AlgorithmConfiguration("RANDOM", new Properties())));
        SingleRuleConfiguration single = new SingleRuleConfiguration(List.of("*.*"), "split");
        return ShardingSphereDataSourceFactory.createDataSource(
                "bench", Map.of("primary", primary, "replica", replica), List.of(splitting, single), new Properties());
    }
}
