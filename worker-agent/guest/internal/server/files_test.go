package server_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func (b *box) upload(query string, body io.Reader, header ...string) *reply {
	b.t.Helper()
	header = append([]string{"Content-Type", "application/octet-stream"}, header...)
	return b.do(http.MethodPost, "/files?"+query, token, body, header...)
}

func (b *box) read(path string) string {
	b.t.Helper()
	content, err := os.ReadFile(filepath.Join(b.home, path))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(content)
}

func (b *box) put(path, content string) string {
	b.t.Helper()
	full := filepath.Join(b.home, path)
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		b.t.Fatal(err)
	}
	return full
}

func ownerOf(t *testing.T, path string) uint32 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Uid
}

func TestUploadMakesParentsOwnedByUser(t *testing.T) {
	b := readyBox(t)
	path := b.home + "/new/dir/file.txt"

	b.upload("username=daemon&path="+path, strings.NewReader("hello")).
		expect(http.StatusOK, `[{"name":"file.txt","path":"`+path+`","type":"file"}]`)

	if b.read("new/dir/file.txt") != "hello" {
		t.Error("the content is another")
	}
	for _, made := range []string{path, b.home + "/new/dir", b.home + "/new"} {
		if owner := ownerOf(t, made); owner != 1 {
			t.Errorf("%s belongs to %d", made, owner)
		}
	}
	if owner := ownerOf(t, b.home); owner != 0 {
		t.Errorf("the directory that was there belongs to %d now", owner)
	}
}

func TestUploadKeepsOwnerOfExistingFile(t *testing.T) {
	b := readyBox(t)
	path := b.put("file", "a longer content than the new")

	b.upload("username=daemon&path="+path, strings.NewReader("new")).expect(http.StatusOK, "")

	if b.read("file") != "new" || ownerOf(t, path) != 0 {
		t.Errorf("got %q of %d", b.read("file"), ownerOf(t, path))
	}
}

func multipartBody(t *testing.T, files ...string) (io.Reader, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(files); i += 2 {
		part, err := form.CreateFormFile("file", files[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(files[i+1]))
	}
	_ = form.Close()
	return &body, form.FormDataContentType()
}

func TestMultipartUpload(t *testing.T) {
	b := readyBox(t)
	several, kind := multipartBody(t, b.home+"/a/one", "1", b.home+"/b/two", "2")
	b.upload("", several, "Content-Type", kind).expect(http.StatusOK, `"name":"two"`)
	single, kind := multipartBody(t, "ignored", "3")
	b.upload("path="+b.home+"/three", single, "Content-Type", kind).expect(http.StatusOK, `"path":"`+b.home+`/three"`)
	both, kind := multipartBody(t, "x", "4", "y", "5")
	b.upload("path="+b.home+"/four", both, "Content-Type", kind).expect(http.StatusBadRequest, "one file only")

	if b.read("a/one")+b.read("b/two")+b.read("three") != "123" {
		t.Error("the contents are others")
	}
}

func TestUploadUnpacksGzip(t *testing.T) {
	b := readyBox(t)
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write([]byte("unpacked"))
	_ = writer.Close()

	b.upload("path="+b.home+"/f", &packed, "Content-Encoding", "gzip").expect(http.StatusOK, "")
	b.upload("path="+b.home+"/g", strings.NewReader("plain"), "Content-Encoding", "gzip").expect(http.StatusBadRequest, "is not gzip")

	if b.read("f") != "unpacked" {
		t.Errorf("got %q", b.read("f"))
	}
}

func TestBrokenUploadLeavesNoFile(t *testing.T) {
	b := readyBox(t)
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write(bytes.Repeat([]byte("x"), 1<<20))
	_ = writer.Close()

	b.upload("path="+b.home+"/f", bytes.NewReader(packed.Bytes()[:packed.Len()-20]), "Content-Encoding", "gzip").
		expect(http.StatusBadRequest, "error reading the upload")

	if _, err := os.Stat(b.home + "/f"); !os.IsNotExist(err) {
		t.Error("half a file is left")
	}
}

func TestMetadataIsReplaced(t *testing.T) {
	b := readyBox(t)
	path := "path=" + b.home + "/f"
	stat := func() string {
		return b.rpc("/filesystem.Filesystem/Stat", map[string]string{"path": b.home + "/f"}).body
	}

	b.upload(path, strings.NewReader("1"), "X-Metadata-Color", "red", "X-Metadata-Size", "L").
		expect(http.StatusOK, `"metadata":{"color":"red","size":"L"}`)
	if got := stat(); !strings.Contains(got, `"color":"red"`) || !strings.Contains(got, `"size":"L"`) {
		t.Errorf("after the first upload: %s", got)
	}
	b.upload(path, strings.NewReader("2"), "X-Metadata-Color", "blue").expect(http.StatusOK, `"metadata":{"color":"blue"}`)
	if got := stat(); !strings.Contains(got, `"metadata":{"color":"blue"}`) {
		t.Errorf("after the second upload: %s", got)
	}
	b.upload(path, strings.NewReader("3"), "X-Metadata-Big", strings.Repeat("x", 5000)).expect(http.StatusBadRequest, "at most 4096")
	b.upload(path, strings.NewReader("3"), "X-Metadata-Odd", "\xe9").expect(http.StatusBadRequest, "printable ASCII")
}

func TestRefusesUpload(t *testing.T) {
	b := readyBox(t)
	fifo := b.home + "/fifo"
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	b.put("file", "")

	b.upload("path="+b.home, strings.NewReader("")).expect(http.StatusBadRequest, "is a directory")
	b.upload("path="+fifo, strings.NewReader("")).expect(http.StatusBadRequest, "not a regular file")
	b.upload("path="+b.home+"/file/below", strings.NewReader("")).expect(http.StatusBadRequest, "in the way")
	b.upload("", strings.NewReader("")).expect(http.StatusBadRequest, "needs the path")
	b.upload("path=x&username=root123", strings.NewReader("")).expect(http.StatusUnauthorized, "error looking up user 'root123'")
	b.upload("path=x", strings.NewReader(""), "Content-Type", "text/plain").expect(http.StatusBadRequest, "unsupported Content-Type")
	b.upload("path=a%00b", strings.NewReader("")).expect(http.StatusBadRequest, "zero byte")
}

func TestDownload(t *testing.T) {
	b := readyBox(t)
	path := b.put("file", "0123456789")
	b.put("empty", "")

	whole := b.get("/files?path="+path, token, "Accept-Encoding", "identity")
	whole.expect(http.StatusOK, "0123456789")
	if whole.header.Get("Content-Length") != "10" || whole.header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("header is %v", whole.header)
	}
	part := b.get("/files?path="+path, token, "Range", "bytes=2-4", "Accept-Encoding", "gzip")
	part.expect(http.StatusPartialContent, "234")
	if part.header.Get("Content-Range") != "bytes 2-4/10" {
		t.Errorf("header is %v", part.header)
	}
	empty := b.get("/files?path="+b.home+"/empty", token, "Accept-Encoding", "gzip")
	empty.expect(http.StatusOK, "")
	if empty.header.Get("Content-Length") != "0" {
		t.Errorf("header is %v", empty.header)
	}
	b.get("/files?path=/proc/self/comm", token).expect(http.StatusOK, "\n")
	b.get("/files?path=file", token).expect(http.StatusNotFound, `path '/root/file' does not exist`)
	b.get("/files?path="+b.home, token).expect(http.StatusBadRequest, "is a directory")
	b.get("/files?path="+path, token, "Accept-Encoding", "identity;q=0").expect(http.StatusNotAcceptable, "supported: [identity, gzip]")
}

func TestDownloadPacksWithGzip(t *testing.T) {
	b := readyBox(t)
	path := b.put("file", strings.Repeat("packed ", 1000))

	answer := b.get("/files?path="+path, token, "Accept-Encoding", "gzip")

	if answer.header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("header is %v", answer.header)
	}
	reader, err := gzip.NewReader(strings.NewReader(answer.body))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil || string(content) != b.read("file") {
		t.Errorf("got %d bytes, %v", len(content), err)
	}
}

func TestDownloadDoesNotWaitForFIFO(t *testing.T) {
	b := readyBox(t)
	fifo := b.home + "/fifo"
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}

	b.get("/files?path="+fifo, token).expect(http.StatusBadRequest, "not a regular file")
}

func signedQuery(path, operation, user, expiration string) string {
	text := path + ":" + operation + ":" + user + ":" + token
	query := url.Values{"path": {path}}
	if user != "" {
		query.Set("username", user)
	}
	if expiration != "" {
		text += ":" + expiration
		query.Set("signature_expiration", expiration)
	}
	digest := sha256.Sum256([]byte(text))
	query.Set("signature", "v1_"+base64.RawStdEncoding.EncodeToString(digest[:]))
	return "/files?" + query.Encode()
}

func TestSignedURLs(t *testing.T) {
	b := readyBox(t)
	path := b.put("file", "content")
	future := fmt.Sprint(time.Now().Add(time.Hour).Unix())
	past := fmt.Sprint(time.Now().Add(-time.Hour).Unix())

	b.get(signedQuery(path, "read", "", ""), "").expect(http.StatusOK, "content")
	b.get(signedQuery(path, "read", "root", future), "").expect(http.StatusOK, "content")
	b.get(signedQuery(path, "read", "root", past), "").expect(http.StatusUnauthorized, "signature is already expired")
	b.get(signedQuery(path, "write", "", ""), "").expect(http.StatusUnauthorized, "invalid signature")
	b.get(strings.Replace(signedQuery(path, "read", "", past), past, future, 1), "").expect(http.StatusUnauthorized, "invalid signature")
	b.get("/files?path="+path, "").expect(http.StatusUnauthorized, "missing signature query parameter")
	b.get(signedQuery(path, "read", "", ""), "wrong").expect(http.StatusUnauthorized, "access token present in header but does not match")
	body, kind := multipartBody(t, "x", "written")
	b.do(http.MethodPost, signedQuery(b.home+"/signed", "write", "root", future), "", body, "Content-Type", kind).expect(http.StatusOK, "signed")
}

func TestCompose(t *testing.T) {
	b := readyBox(t)
	one, two := b.put("one", "1"), b.put("two", "2")
	request := map[string]any{"source_paths": []string{one, two}, "destination": b.home + "/new/all", "username": "daemon"}

	b.post("/files/compose", token, request).expect(http.StatusOK, `{"name":"all","path":"`+b.home+`/new/all","type":"file"}`)

	if b.read("new/all") != "12" || ownerOf(t, b.home+"/new/all") != 1 {
		t.Errorf("got %q", b.read("new/all"))
	}
	left, _ := os.ReadDir(b.home)
	if len(left) != 1 {
		t.Errorf("left are %v", left)
	}
	b.post("/files/compose", token, request).expect(http.StatusNotFound, "does not exist")
	b.post("/files/compose", "", request).expect(http.StatusUnauthorized, "unauthorized")
	if b.read("new/all") != "12" {
		t.Error("a failed compose changed the destination")
	}
}

func TestCrossOriginPreflightNeedsNoToken(t *testing.T) {
	b := readyBox(t)

	answer := b.do(http.MethodOptions, "/process.Process/List", "", nil,
		"Origin", "https://app.example", "Access-Control-Request-Headers", "x-access-token")

	answer.expect(http.StatusNoContent, "")
	if answer.header.Get("Access-Control-Allow-Origin") != "*" || answer.header.Get("Access-Control-Allow-Headers") != "x-access-token" {
		t.Errorf("header is %v", answer.header)
	}
}
