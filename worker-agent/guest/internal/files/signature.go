package files

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"smartboxes.io/guest/internal/access"
	"smartboxes.io/guest/internal/problem"
)

const (
	operationRead  = "read"
	operationWrite = "write"
)

// sign makes the signature of one operation on one path. The expiration is empty or unix seconds.
func sign(path, operation, username, token, expiration string) string {
	parts := []string{path, operation, username, token}
	if expiration != "" {
		parts = append(parts, expiration)
	}
	digest := sha256.Sum256([]byte(strings.Join(parts, ":")))
	return "v1_" + base64.RawStdEncoding.EncodeToString(digest[:])
}

// authorise accepts the access token or a signature made with it, first the signature's truth and then its age.
func (h *Handler) authorise(r *http.Request, query url.Values, operation string) *problem.Problem {
	identity := h.box.Identity()
	if token := r.Header.Get(access.TokenHeader); token != "" {
		if identity.HasToken(token) {
			return nil
		}
		return problem.New(http.StatusUnauthorized, "access token present in header but does not match")
	}
	signature := query.Get("signature")
	if signature == "" {
		return problem.New(http.StatusUnauthorized, "missing signature query parameter")
	}
	expiration := query.Get("signature_expiration")
	expected := sign(query.Get("path"), operation, query.Get("username"), identity.Token(), expiration)
	if subtle.ConstantTimeCompare([]byte(signature), []byte(expected)) != 1 {
		return problem.New(http.StatusUnauthorized, "invalid signature")
	}
	if expiration == "" {
		return nil
	}
	seconds, err := strconv.ParseInt(expiration, 10, 64)
	if err != nil {
		return problem.New(http.StatusBadRequest, "signature_expiration has to be a time in unix seconds")
	}
	if h.now().Unix() > seconds {
		return problem.New(http.StatusUnauthorized, "signature is already expired")
	}
	return nil
}
