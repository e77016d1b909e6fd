package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/demo"
	"wellspring/internal/desk"
	"wellspring/internal/sqlite"
)

type demoCommand struct {
	serving
	Data string `default:"./demo" help:"Folder of the demonstration; made or resumed."`
}

func (c *demoCommand) Run(p *program) error {
	if err := demoFolder(c.Data); err != nil {
		return err
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	store, err := sqlite.Open(p.ctx, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	if !demoLoaded(c.Data) {
		if err := demo.Load(p.ctx, store); err != nil {
			return fmt.Errorf("the demonstration could not be loaded: %w", err)
		}
		if err := markLoaded(c.Data); err != nil {
			return err
		}
	}
	now, err := demo.Clock(p.ctx, store)
	if err != nil {
		return err
	}
	logins, password, err := c.logins(p.ctx, store, now, p.getenv("WELLSPRING_DEMO_PASSWORD"))
	if err != nil {
		return err
	}
	return c.serve(p, listener, house{store: store, data: c.Data, now: now, banner: func(address string) string {
		return fmt.Sprintf("渭滨区演示站 / demo district: %s\n编辑台 / desk:              %sadmin\n登录名 / logins:            %s\n密码 / password:            %s\n",
			address, address, strings.Join(logins, " "), password)
	}})
}

// logins gives every editor of the demonstration the same password, which the
// environment may fix; else it is another at each start.
func (c *demoCommand) logins(ctx context.Context, store *sqlite.Store, now func() time.Time, password string) (logins []string, shown string, err error) {
	if password == "" {
		password = account.NewPassword()
	}
	editors, err := store.Editors(ctx)
	if err != nil {
		return nil, "", err
	}
	var ids []int64
	for _, e := range editors {
		ids, logins = append(ids, e.ID), append(logins, e.Login)
	}
	accounts := account.New(store, c.limits(), now)
	err = worded(accounts.SetPasswords(ctx, desk.Operator.Editor, ids, password, account.Client{}))
	return logins, password, err
}
