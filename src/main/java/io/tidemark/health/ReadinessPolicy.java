package io.tidemark.health;

/** The servers that a node needs to be ready for requests. */
public enum ReadinessPolicy {
    /** The primary. While it is away, no node is ready, and reads fail too. */
    PRIMARY,
    /** The primary, or a replica to which reads may be sent. The default: an outage of the primary then stops only writes. */
    READS,
    /** None: a node is ready once its application has started. */
    ALWAYS
}
