package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// boundary parts the files of a form that the tests put together by hand.
const boundary = "an-upload-of-the-tests"

// formHead and formTail stand around the bytes of the one file of a form.
func formHead(name string) string {
	return fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=%q\r\nContent-Type: application/octet-stream\r\n\r\n", boundary, name)
}

const formTail = "\r\n--" + boundary + "--\r\n"

// formOf is a form with one file.
func formOf(name string, data []byte) io.Reader {
	return io.MultiReader(strings.NewReader(formHead(name)), bytes.NewReader(data), strings.NewReader(formTail))
}

// kept is how the program answers a script whose file it has taken.
type kept struct {
	Number int64
	Hash   string
	Src    string
	Width  int
	Error  string // of one that was refused
}

// sendFile sends a file as the editor's script does. It fails only where no
// answer came.
func (k *clerk) sendFile(address, name string, data []byte) (reply, kept, error) {
	r, err := k.sendForm(address+"admin/media", formOf(name, data))
	var is kept
	if err == nil {
		err = json.Unmarshal([]byte(r.body), &is)
	}
	return r, is, err
}

// sendForm sends a form with files as a script does, without saying how long it is.
func (k *clerk) sendForm(address string, body io.Reader) (reply, error) {
	return k.sendFor("application/json", address, body)
}

// sendPage sends a file by the form of the library, without script.
func (k *clerk) sendPage(address, name string, data []byte) (reply, error) {
	return k.sendFor("text/html", address+"admin/media", formOf(name, data))
}

func (k *clerk) sendFor(accept, address string, body io.Reader) (reply, error) {
	request, err := http.NewRequest(http.MethodPost, address, body)
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
	request.Header.Set("Accept", accept)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	patient := *k.http
	patient.Timeout = 5 * time.Minute // pictures wait for their turn
	return (&clerk{http: &patient}).do(request)
}

// inTemp is what uploads have left in their temporary folder.
func inTemp(t *testing.T, data string) []fs.DirEntry {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(data, "media", "tmp"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return left
}

// wantTempEmpty wants uploads that have ended to have left nothing.
func wantTempEmpty(t *testing.T, data string) {
	t.Helper()
	if left := inTemp(t, data); len(left) > 0 {
		t.Errorf("uploads have left %v", left)
	}
}

// size is that of a file, 0 of one that has gone.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
