package account

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"wellspring/internal/invest"
)

const (
	// KeysFile holds the keys of the cookies, in the data folder.
	KeysFile = "session.keys"
	// keyAge is how old the newest key may be when the keys are loaded.
	keyAge = 30 * 24 * time.Hour
	// KeyReload is how often a program that runs loads the keys anew. A key that
	// replaces another makes cookies once all programs on the folder know it.
	KeyReload = time.Hour
	keySettle = 2 * KeyReload
	keySize   = 32 // bytes: HMAC-SHA-256 and AES-256
)

// key is one pair that cookies are signed and encrypted with.
type key struct {
	Made  time.Time `json:"made"`
	Hash  []byte    `json:"hash"`
	Block []byte    `json:"block"`
}

// LoadKeys gives the keys of the cookies, hash and block in turn, first the pair
// that cookies are made with. It makes them in a folder that has none, and a new
// pair where the newest is thirty days old. An older one stays as long as a
// session that began with it may last. Programs that start at once get the same.
//
// A file that is damaged is Unusable. It is not replaced: that would sign
// everybody out, and hide what happened to it.
func LoadKeys(dir string, now time.Time, absolute time.Duration) ([][]byte, error) {
	now = now.UTC().Truncate(time.Second)
	// The folder itself is the lock. The system lets go of it however the
	// program ends, so a lock is never left behind.
	lock, err := os.Open(dir)
	if err != nil {
		return nil, unusable(dir, err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return nil, unusable(dir, err)
	}
	path := filepath.Join(dir, KeysFile)
	keys, err := readKeys(path)
	if err != nil {
		return nil, err
	}
	if next := rotated(keys, now, absolute); len(next) != len(keys) || !next[0].Made.Equal(keys[0].Made) {
		if err := writeKeys(path, next); err != nil {
			return nil, unusable(path, err)
		}
		if err := lock.Sync(); err != nil {
			return nil, unusable(dir, err)
		}
		keys = next
	}
	// The newest is still to become known to others, unless there is no other.
	if len(keys) > 1 && now.Sub(keys[0].Made) < keySettle {
		keys[0], keys[1] = keys[1], keys[0]
	}
	var pairs [][]byte
	for _, k := range keys {
		pairs = append(pairs, k.Hash, k.Block)
	}
	return pairs, nil
}

// rotated is the keys as they should be at a time.
func rotated(keys []key, now time.Time, absolute time.Duration) []key {
	var out []key
	if len(keys) == 0 || now.Sub(keys[0].Made) >= keyAge {
		k := key{Made: now, Hash: make([]byte, keySize), Block: make([]byte, keySize)}
		rand.Read(k.Hash) // never fails: it ends the program instead
		rand.Read(k.Block)
		out = append(out, k)
	}
	for _, k := range keys {
		if len(out) == 0 || now.Sub(out[len(out)-1].Made) < keySettle+absolute {
			out = append(out, k)
		}
	}
	return out
}

// readKeys reads the file, no keys where there is none. Unusable.
func readKeys(path string) ([]key, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	var keys []key
	if err := json.Unmarshal(b, &keys); err != nil {
		return nil, unusable(path, err)
	}
	if len(keys) == 0 {
		return nil, unusable(path, errors.New("there is no key in it"))
	}
	for i, k := range keys {
		if len(k.Hash) != keySize || len(k.Block) != keySize || k.Made.IsZero() {
			return nil, unusable(path, fmt.Errorf("key %d is damaged", i+1))
		}
	}
	return keys, nil
}

// writeKeys puts the file in place whole, and on the disk before it is there
// under its name.
func writeKeys(path string, keys []key) (err error) {
	b, err := json.MarshalIndent(keys, "", "\t")
	if err != nil {
		return err
	}
	// One that was cut short may lie there. The dot: a folder with nothing else
	// in it is still taken for a fresh one.
	temp := filepath.Join(filepath.Dir(path), "."+KeysFile)
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(b, '\n'))
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// unusable is the error for keys that cannot be read or kept.
func unusable(path string, cause error) error {
	return &invest.Error{Code: invest.Unusable, What: "the keys of login sessions in " + path, Err: cause}
}
