// Package storetest is the contract of a store as tests: what invest says of
// Reader and DeskStore and account of its Store, one file a noun. Every engine's store has to pass it.
package storetest

import (
	"testing"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

// Store is what the contract asks of an engine.
type Store interface {
	invest.Reader
	invest.DeskStore
	account.Store
}

// Run holds a store to the contract. Each call of open with another t gives a
// store on fresh data; a second call with the same t gives a second store on
// the same data. open sees to it that its stores are closed when t ends.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, noun := range []struct {
		name string
		test func(t *testing.T, open func(t *testing.T) Store)
	}{
		{"transaction", testTx},
		{"draft", testDraft},
		{"draft list", testDraftList},
		{"share", testShare},
		{"schedule", testSchedule},
		{"import", testImport},
		{"comment", testComment},
		{"preview", testPreview},
		{"stage", testStage},
		{"autosave", testAutosave},
		{"bin", testBin},
		{"origin", testOrigin},
		{"revision", testRevision},
		{"review", testReview},
		{"media", testMedia},
		{"proof", testProof},
		{"setting", testSetting},
		{"editor", testEditor},
		{"session", testSession},
		{"credential", testCredential},
		{"attempts", testAttempts},
		{"account transaction", testAccountTx},
		{"audit", testAudit},
		{"show", testShow},
		{"secrecy", testSecrecy},
		{"version", testVersion},
		{"project", testProject},
		{"project filter", testProjectFilter},
		{"project paging", testProjectPaging},
		{"project facets", testProjectFacets},
		{"ceremony", testCeremony},
		{"park", testPark},
		{"article", testArticle},
		{"policy", testPolicy},
		{"update", testUpdate},
		{"release", testRelease},
		{"search", testSearch},
		{"check", testCheck},
		{"two stores", testTwoStores},
	} {
		t.Run(noun.name, func(t *testing.T) {
			t.Parallel()
			noun.test(t, open)
		})
	}
}
