package server_test

import (
	"net/http"
	"os"
	"testing"
)

func TestServesOnlyHealthBeforeInit(t *testing.T) {
	b := bootBox(t)

	b.get("/health", "").expect(http.StatusNoContent, "")
	for _, path := range []string{"/envs", "/metrics", "/files?path=/etc/passwd", "/unknown"} {
		b.get(path, token).expect(http.StatusServiceUnavailable, `"code":503`)
	}
	b.post("/process.Process/List", token, struct{}{}).expect(http.StatusServiceUnavailable, "not been initialised")
}

func TestIdentityIsGivenOnce(t *testing.T) {
	b := bootBox(t)
	first := map[string]any{"accessToken": token, "envVars": map[string]string{"A": "1"}, "hyperloopIP": "ignored"}

	b.post("/init", "", first).expect(http.StatusNoContent, "")
	b.post("/init", "", map[string]any{"accessToken": token, "envVars": map[string]string{"A": "2"}}).expect(http.StatusNoContent, "")
	b.post("/init", "", map[string]any{"accessToken": "another"}).expect(http.StatusConflict, `"code":409`)

	b.get("/envs", token).expect(http.StatusOK, `"A":"1"`)
	b.get("/envs", "another").expect(http.StatusUnauthorized, "unauthorized access")
	b.get("/envs", "").expect(http.StatusUnauthorized, `"code":401`)
}

func TestRefusesMalformedInit(t *testing.T) {
	for name, body := range map[string]any{
		"no token":      map[string]any{},
		"bad host name": map[string]any{"accessToken": "t", "hostname": "a b"},
		"bad time":      map[string]any{"accessToken": "t", "timestamp": "yesterday"},
		"bad variable":  map[string]any{"accessToken": "t", "envVars": map[string]string{"A=B": "1"}},
		"not an object": []int{1},
	} {
		t.Run(name, func(t *testing.T) {
			b := bootBox(t)
			b.post("/init", "", body).expect(http.StatusBadRequest, `"code":400`)
			b.get("/envs", "t").expect(http.StatusServiceUnavailable, "")
		})
	}
}

func TestInitNamesTheMachine(t *testing.T) {
	b := bootBox(t)

	b.post("/init", "", map[string]any{
		"accessToken": token, "hostname": "sbx1", "sandboxID": "sbx1", "templateID": "base", "entropy": "c2VlZA==",
	}).expect(http.StatusNoContent, "")

	for file, want := range map[string]string{
		"kernel-hostname":          "sbx1",
		"etc/hostname":             "sbx1\n",
		"etc/hosts":                "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.1.1 sbx1\n",
		"run/e2b/.E2B_SANDBOX":     "true",
		"run/e2b/.E2B_SANDBOX_ID":  "sbx1",
		"run/e2b/.E2B_TEMPLATE_ID": "base",
		"dev/urandom":              "seed",
	} {
		got, err := os.ReadFile(b.root + "/" + file)
		if err != nil || string(got) != want {
			t.Errorf("%s holds %q (%v), want %q", file, got, err, want)
		}
	}
	b.get("/envs", token).expect(http.StatusOK, `{"E2B_SANDBOX":"true","E2B_SANDBOX_ID":"sbx1","E2B_TEMPLATE_ID":"base"}`)
}
