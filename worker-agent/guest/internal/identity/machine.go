package identity

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const (
	publicMode = 0o644
	// The two places where Debian's programs look for certificates: the list that update-ca-certificates builds, and its source.
	certificateSource = "usr/local/share/ca-certificates/smartboxes.crt"
	certificateBundle = "etc/ssl/certs/ca-certificates.crt"
)

// Machine is what /init changes outside the guest's own memory.
type Machine struct {
	// Root is the directory that holds etc, run and dev: "/" but in tests.
	Root string
	// SetHostName is sethostname(2) but in tests.
	SetHostName func(name []byte) error
}

// RealMachine is the sandbox that the guest runs in.
func RealMachine() Machine {
	return Machine{Root: "/", SetHostName: syscall.Sethostname}
}

// refresh does what is right to do again: a box that was restored from a snapshot needs fresh entropy.
func (m Machine) refresh(request *initRequest) error {
	if err := m.stir(request.Entropy); err != nil {
		return err
	}
	return m.trust([]byte(request.CABundle))
}

// stir mixes the bytes into the kernel's pool, from which the guest's own random numbers come too.
func (m Machine) stir(entropy []byte) error {
	if len(entropy) == 0 {
		return nil
	}
	pool, err := os.OpenFile(m.path("dev/urandom"), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = pool.Write(entropy)
	return errors.Join(err, pool.Close())
}

func (m Machine) trust(bundle []byte) error {
	if len(bundle) == 0 {
		return nil
	}
	if err := checkCertificates(bundle); err != nil {
		return err
	}
	if err := m.write(certificateSource, bundle); err != nil {
		return err
	}
	system, err := os.ReadFile(m.path(certificateBundle))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if bytes.Contains(system, bundle) {
		return nil
	}
	return m.write(certificateBundle, append(system, bundle...))
}

func checkCertificates(bundle []byte) error {
	for rest := bundle; len(bytes.TrimSpace(rest)) > 0; {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			return errors.New("the caBundle is not a sequence of PEM blocks")
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return fmt.Errorf("the caBundle holds something that is not a certificate: %w", err)
		}
	}
	return nil
}

// name gives the machine its host name and leaves the marks that E2B's tools look for. Without its own name in /etc/hosts
// sudo waits ten seconds for a name server that is not there.
func (m Machine) name(request *initRequest) error {
	if host := request.HostName; host != "" {
		if err := m.SetHostName([]byte(host)); err != nil {
			return fmt.Errorf("setting the host name (it needs CAP_SYS_ADMIN): %w", err)
		}
		if err := m.write("etc/hostname", []byte(host+"\n")); err != nil {
			return err
		}
		hosts := "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.1.1 " + host + "\n"
		if err := m.write("etc/hosts", []byte(hosts)); err != nil {
			return err
		}
	}
	for variable, value := range request.variables() {
		if err := m.write("run/e2b/."+variable, []byte(value)); err != nil {
			return err
		}
	}
	return nil
}

func (m Machine) write(name string, content []byte) error {
	path := m.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, publicMode)
}

func (m Machine) path(name string) string { return filepath.Join(m.Root, name) }
