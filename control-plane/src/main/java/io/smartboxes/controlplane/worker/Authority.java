package io.smartboxes.controlplane.worker;

import io.smartboxes.controlplane.platform.crypto.Sealer;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The installation's one certificate authority. Made by whichever replica needs it first; its key is sealed under the master
 * key in the database.
 */
@Singleton
public final class Authority {

    private static final String SEAL_CONTEXT = "certificate_authority.private_key";

    private final SystemDatabase database;
    private final Sealer sealer;
    private final InstantSource clock;
    private @Nullable CertificateAuthority loaded;

    Authority(SystemDatabase database, Sealer sealer, InstantSource clock) {
        this.database = database;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** What every certificate of the link is to be checked against. */
    public X509Certificate certificate() {
        return current().certificate();
    }

    /** Keys and certificate of this replica's link server, renewed as they age. */
    public KeyManager serverKeys(ServerIdentity identity) {
        return new LinkServerKeys(current(), identity.names(), identity.lifetime(), clock);
    }

    synchronized CertificateAuthority current() {
        if (loaded == null) {
            loaded = database.transaction(statements -> find(statements).orElseGet(() -> make(statements)));
        }
        return loaded;
    }

    private Optional<CertificateAuthority> find(Statements statements) {
        return statements.first("select certificate, private_key from certificate_authority", this::open);
    }

    /** Of replicas that start together the first inserts; the others wait for it at the key, insert nothing and read it. */
    private CertificateAuthority make(Statements statements) {
        var made = CertificateAuthority.create(clock.instant());
        statements.update(
                """
                insert into certificate_authority (certificate, private_key, created_at) values (?, ?, ?)
                on conflict on constraint certificate_authority_pk do nothing
                """,
                WorkerCertificates.encoded(made.certificate()),
                sealer.seal(SEAL_CONTEXT, made.privateKey().getEncoded()),
                clock.instant());
        return find(statements).orElseThrow();
    }

    private CertificateAuthority open(Row row) {
        byte[] key = sealer.open(SEAL_CONTEXT, row.bytes("private_key"));
        return new CertificateAuthority(WorkerCertificates.decode(row.bytes("certificate")), decode(key));
    }

    private static PrivateKey decode(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("The database holds a damaged authority key", damaged);
        }
    }
}
