package files

import (
	"mime"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	gzipEncoding     = "gzip"
	identityEncoding = "identity"
)

// describeDownload sets what is true of every download. The type is the same for all, so that no browser runs tenants' files.
func describeDownload(header http.Header, path string) {
	header.Set("Vary", "Accept-Encoding")
	header.Set("Content-Type", "application/octet-stream")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": filepath.Base(path)}))
}

// negotiate chooses gzip for a client that asks for it alone, and the plain file for ranges and for everybody else: a list such
// as "gzip, deflate" is what HTTP libraries send unasked, packing costs the sandbox its CPU time, and Node 20's fetch does not
// come to an end when it unpacks 100 MB that could not be packed.
func negotiate(header http.Header) (encoding string, ok bool) {
	weights := weigh(header.Values("Accept-Encoding"))
	identity := weightOf(identityEncoding, weights, 1)
	packed := weightOf(gzipEncoding, weights, 0)
	partial := header.Get("Range") != ""
	switch {
	case packed > 0 && !partial && (identity == 0 || asksForGzipAlone(weights)):
		return gzipEncoding, true
	case identity > 0:
		return identityEncoding, true
	default:
		return "", false
	}
}

func asksForGzipAlone(weights map[string]float64) bool {
	for name, weight := range weights {
		if name != gzipEncoding && weight > 0 {
			return false
		}
	}
	return mentions(gzipEncoding, weights)
}

func weigh(values []string) map[string]float64 {
	weights := map[string]float64{}
	for item := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, parameter, weighted := strings.Cut(strings.TrimSpace(item), ";")
		if name == "" {
			continue
		}
		weight := 1.0
		if weighted {
			weight = quality(parameter)
		}
		weights[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	return weights
}

func quality(parameter string) float64 {
	_, number, _ := strings.Cut(parameter, "=")
	weight, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil {
		return 0
	}
	return weight
}

func mentions(name string, weights map[string]float64) bool {
	_, named := weights[name]
	return named
}

func weightOf(name string, weights map[string]float64, fallback float64) float64 {
	if weight, named := weights[name]; named {
		return weight
	}
	if weight, any := weights["*"]; any {
		return weight
	}
	return fallback
}
