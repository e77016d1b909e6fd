package account_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

const halfDay = 12 * time.Hour

var firstStart = time.Date(2023, 12, 1, 9, 0, 0, 0, time.UTC)

// keysAt loads the keys of a folder at a time after the first start.
func keysAt(t *testing.T, dir string, later time.Duration) [][]byte {
	t.Helper()
	pairs, err := account.LoadKeys(dir, firstStart.Add(later), halfDay)
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

func equalKeys(a, b [][]byte) bool { return bytes.Equal(bytes.Join(a, nil), bytes.Join(b, nil)) }

func TestKeysAreMadeOnceAndKept(t *testing.T) {
	dir := t.TempDir()
	keys := keysAt(t, dir, 0)
	if len(keys) != 2 || len(keys[0]) != 32 || len(keys[1]) != 32 || bytes.Equal(keys[0], keys[1]) {
		t.Fatalf("keys %x", keys)
	}
	if again := keysAt(t, dir, 30*24*time.Hour-time.Second); !equalKeys(again, keys) {
		t.Error("a later start has other keys")
	}
	if other := keysAt(t, t.TempDir(), 0); equalKeys(other, keys) {
		t.Error("another folder has the same keys")
	}
	info, err := os.Stat(filepath.Join(dir, account.KeysFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}

func TestKeysRotateAndTheOldOneStaysAsLongAsASession(t *testing.T) {
	const month = 30 * 24 * time.Hour
	dir := t.TempDir()
	first := keysAt(t, dir, 0)
	settling := keysAt(t, dir, month)
	if len(settling) != 4 || !equalKeys(settling[:2], first) || bytes.Equal(settling[2], first[0]) {
		t.Fatalf("after a month: %x, before: %x", settling, first)
	}
	const settled = 2 * account.KeyReload // by now every program has loaded it
	second := keysAt(t, dir, month+settled)
	if !equalKeys(second[:2], settling[2:]) || !equalKeys(second[2:], first) {
		t.Errorf("once the new key is known: %x", second)
	}
	if keys := keysAt(t, dir, month+settled+halfDay-time.Second); !equalKeys(keys, second) {
		t.Error("the old key is gone before a session of its time is over")
	}
	third := keysAt(t, dir, month+settled+halfDay)
	if !equalKeys(third, second[:2]) {
		t.Errorf("the old key outlives every session of its time: %x", third)
	}
	// After a long run the only key is old, and in use up to now.
	if keys := keysAt(t, dir, 10*month); len(keys) != 4 || !equalKeys(keys[:2], third) {
		t.Errorf("after a long run: %x", keys)
	}
}

func TestProgramsThatStartAtOnceHaveTheSameKeys(t *testing.T) {
	for what, later := range map[string]time.Duration{"on a fresh folder": 0, "when a rotation is due": 40 * 24 * time.Hour} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			if later > 0 {
				keysAt(t, dir, 0)
			}
			all := make([][][]byte, 16)
			var wg sync.WaitGroup
			for i := range all {
				wg.Go(func() { all[i], _ = account.LoadKeys(dir, firstStart.Add(later), halfDay) })
			}
			wg.Wait()
			want := keysAt(t, dir, later)
			for i, keys := range all {
				if !equalKeys(keys, want) {
					t.Errorf("program %d has %x, the folder %x", i, keys, want)
				}
			}
		})
	}
}

func TestADamagedFileOfKeysIsRefusedAndLeftAsItIs(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, account.KeysFile)
	keysAt(t, dir, 0)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, content := range map[string]string{
		"empty":           "",
		"cut short":       string(good[:len(good)/2]),
		"no keys":         "[]",
		"a short key":     `[{"made": "2023-12-01T09:00:00Z", "hash": "AAAA", "block": "AAAA"}]`,
		"no date":         strings.Replace(string(good), "2023-12-01T09:00:00Z", "0001-01-01T00:00:00Z", 1),
		"something after": string(good) + "{}",
		"another format":  `[{"made": "2023-12-01T09:00:00Z", "secret": "AAAA"}]`,
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := account.LoadKeys(dir, firstStart.Add(40*24*time.Hour), halfDay)
		if invest.CodeOf(err) != invest.Unusable {
			t.Errorf("%s: error %v", what, err)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != content {
			t.Errorf("%s: the file was changed, %v", what, err)
		}
	}
}

func TestWhatAnInterruptedStartLeftIsNoHindrance(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "."+account.KeysFile), []byte("[{"), 0o400); err != nil {
		t.Fatal(err)
	}
	keysAt(t, dir, 0)
}

func TestKeysNeedAFolder(t *testing.T) {
	_, err := account.LoadKeys(filepath.Join(t.TempDir(), "no"), firstStart, halfDay)
	wantCode(t, err, invest.Unusable)
}
