package io.tidemark.load.app;

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
final class ShardingSphereSplit {

    private ShardingSphereSplit() {}

    static DataSource over(DataSource primary, DataSource replica) {
        ReadwriteSplittingRuleConfiguration splitting = new ReadwriteSplittingRuleConfiguration(
                List.of(new ReadwriteSplittingDataSourceGroupRuleConfiguration(
                        "split", "primary", List.of("replica"), "random")),
                Map.of("random", new AlgorithmConfiguration("RANDOM", new Properties())));
        SingleRuleConfiguration single = new SingleRuleConfiguration(List.of("*.*"), "split");
        try {
            return ShardingSphereDataSourceFactory.createDataSource(
                    "load",
                    Map.of("primary", new DescribedDataSource(primary), "replica", new DescribedDataSource(replica)),
                    List.of(splitting, single),
                    new Properties());
        } catch (SQLException failed) {
            throw new IllegalStateException("ShardingSphere does not start", failed);
        }
    }
}
