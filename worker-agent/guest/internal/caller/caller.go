// Package caller tells on whose behalf an RPC is made.
package caller

import (
	"fmt"
	"net/http"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/identity"
)

// Account is the Unix user that the request names as the user of its basic authorization, or the sandbox's default one.
// It selects, it does not prove: the access token already has.
func Account(box *identity.Identity, header http.Header) (account.Account, error) {
	request := http.Request{Header: header}
	name, _, _ := request.BasicAuth()
	name = box.UserOr(name)
	as, err := account.Lookup(name)
	if err != nil {
		return account.Account{}, connect.NewError(connect.CodeUnauthenticated, fmt.Errorf("invalid username: '%s'", name))
	}
	return as, nil
}
