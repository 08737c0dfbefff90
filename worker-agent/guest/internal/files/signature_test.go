package files

import "testing"

func TestSignatureMatchesTheProtocolsVector(t *testing.T) {
	got := sign("hello.txt", operationRead, "user", "0tQG31xiMp0IOQfaz9dcwi72L1CPo8e0", "")

	if want := "v1_gUtH/s9YCJWgCizjfUxuWfhFE4QSydOWEIIvfLwDr6E"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
