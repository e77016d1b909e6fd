package sqlite

import (
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"

	"wellspring/internal/invest"
)

// match_key is known to SQL for the migration that fills the column of that name;
// nothing that stays in the file needs it.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("match_key", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		switch v := args[0].(type) {
		case nil:
			return nil, nil
		case string:
			return invest.MatchKey(v), nil
		}
		return nil, fmt.Errorf("match_key of a %T", args[0])
	})
}
