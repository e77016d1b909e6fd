package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// ownFolder makes the data folder if only its last element is missing. A
// missing parent is more likely a mistyped path than a wish.
func ownFolder(path string) error {
	err := os.Mkdir(path, 0o700)
	if err == nil {
		return syncFolder(filepath.Dir(path))
	}
	if errors.Is(err, fs.ErrExist) {
		info, err := os.Stat(path)
		if err == nil && !info.IsDir() {
			return invest.Errorf(invest.Unusable, "%s is not a folder", path)
		}
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return invest.Errorf(invest.Unusable, "the folder %s, in which %s would be made, does not exist", filepath.Dir(path), filepath.Base(path))
	}
	return invest.Errorf(invest.Unusable, "the data folder %s cannot be made: %v", path, err)
}

// syncFolder brings the names in a folder to the disk: what was made in it would
// else be lost with all its contents when the power fails.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// siteFolder makes the data folder of a site or takes the one that is there. A
// folder with other things in it and no database is not ours.
func siteFolder(path string) error {
	if err := ownFolder(path); err != nil {
		return err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return invest.Errorf(invest.Unusable, "the data folder %s cannot be read: %v", path, err)
	}
	others := ""
	for _, e := range entries {
		switch name := e.Name(); {
		case name == sqlite.FileName:
			return nil
		case name != "lost+found" && name[0] != '.': // what a fresh volume may hold
			others = name
		}
	}
	if others != "" {
		return invest.Errorf(invest.Unusable, "%s is not a data folder of this program: it holds %s; nothing was changed", path, others)
	}
	return nil
}

// demoMark is the file that marks a folder as a demonstration's.
const demoMark = "DEMO"

// loadedMark is there once a demonstration is loaded to its end: from then on
// what is in it is its editors' work, which is nobody's to take further.
const loadedMark = "DEMO-LOADED"

// demoFolder makes or resumes the folder of a demonstration. Any other folder
// with something in it is refused: it may be a bureau's data.
func demoFolder(path string) error {
	if err := ownFolder(path); err != nil {
		return err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return invest.Errorf(invest.Unusable, "the data folder %s cannot be read: %v", path, err)
	}
	for _, e := range entries {
		if e.Name() == demoMark {
			return nil
		}
	}
	if len(entries) > 0 {
		return invest.Errorf(invest.Unusable, "%s is not empty and not a demonstration's folder; nothing was changed", path)
	}
	if err := os.WriteFile(filepath.Join(path, demoMark), []byte("A demonstration of Wellspring. This folder may be deleted.\n"), 0o600); err != nil {
		return err
	}
	return syncFolder(path) // a folder with a database and without its mark is not taken again
}

func demoLoaded(path string) bool {
	_, err := os.Stat(filepath.Join(path, loadedMark))
	return err == nil
}

func markLoaded(path string) error {
	if err := os.WriteFile(filepath.Join(path, loadedMark), nil, 0o600); err != nil {
		return err
	}
	return syncFolder(path)
}
