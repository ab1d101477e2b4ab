package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"orion/internal/kit/errs"
)

type adminCmd struct {
	Create adminCreateCmd `cmd:"" help:"Make a member of the platform's staff who may everything, or set their password anew."`
}

type adminCreateCmd struct {
	Email    string `required:"" help:"Address to sign in with."`
	Password string `help:"Password, better given by its variable than as a flag. Empty: one is made and shown."`
}

// Run implements kong's command.
func (c *adminCreateCmd) Run(ctx context.Context, p *process) (err error) {
	made := c.Password == ""
	if made {
		c.Password = rand.Text()
	}
	running, err := Start(ctx, &p.cfg, p.log, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop(context.WithoutCancel(ctx))) }()
	u, err := running.services.auth.CreateAdmin(ctx, c.Email, c.Password)
	if err != nil {
		return plain(err)
	}
	fmt.Fprintf(p.stdout, "%s may sign in to the platform's console\n", u.Email)
	if made {
		fmt.Fprintf(p.stdout, "with the password %s\n", c.Password)
	}
	return nil
}

// plain says an error that a person can act on without its code.
func plain(err error) error {
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Code.User() {
		return fmt.Errorf("%s %s", e.Field(), e.Message())
	}
	return err
}
