package io.smartboxes.controlplane.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.TenantId;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final TenantId TENANT = TenantId.next(Clock.systemUTC());

    private final Subscription subscription = new Subscription(TENANT, "somebody");

    @Test
    void keepsTheLastChangeOfAThing() throws InterruptedException {
        var thing = UUID.randomUUID();
        for (int number = 0; number < 5000; number++) {
            subscription.add(change(number, thing));
        }
        var other = change(7, UUID.randomUUID());
        subscription.add(other);

        assertThat(subscription.take(0)).containsExactly(other, change(4999, thing));
        assertThat(subscription.takeOverflow()).isFalse();
        assertThat(subscription.take(0)).isEmpty();
    }

    @Test
    void givesUpWhenTooManyThingsWait() throws InterruptedException {
        for (int number = 0; number < 1001; number++) {
            subscription.add(change(number, UUID.randomUUID()));
        }

        assertThat(subscription.take(0)).isEmpty();
        assertThat(subscription.takeOverflow()).isTrue();
        subscription.add(change(2000, UUID.randomUUID()));
        assertThat(subscription.take(0)).hasSize(1);
    }

    @Test
    void comparesPositionsAsTheDatabaseDoes() {
        var high = new FeedPosition(1, UUID.fromString("f0000000-0000-0000-0000-000000000000"));
        var low = new FeedPosition(1, UUID.fromString("10000000-0000-0000-0000-000000000000"));

        assertThat(high).isGreaterThan(low);
        assertThat(new FeedPosition(2, low.id())).isGreaterThan(high);
        assertThat(FeedPosition.parse(high.toString())).isEqualTo(high);
    }

    private static Change change(long transaction, UUID thing) {
        return new Change(
                TENANT,
                new FeedPosition(transaction, new UUID(0, 1)),
                new Change.Subject(Change.Kind.SANDBOX, thing),
                true);
    }
}
