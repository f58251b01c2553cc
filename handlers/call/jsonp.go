package call

import (
	"net/http"
	"regexp"

	"photogram/models"
)

// callbackName is what a function may be called.
var callbackName = regexp.MustCompile(`^[A-Za-z_$][\w$.\[\]]{0,99}$`)

// callback is the function that an answer is handed to, where the app allows that.
func (c *Call) callback() string {
	if c.Token == nil || !c.Token.JSONP || c.Request.Method != http.MethodGet {
		return ""
	}
	return c.Request.URL.Query().Get("callback")
}

// CheckCallback refuses a callback that is no name of a function.
func (c *Call) CheckCallback() error {
	if name := c.callback(); name != "" && !callbackName.MatchString(name) {
		return models.Invalidf("callback", "call.error.callback-is-no-name")
	}
	return nil
}

// Send is Send, as a script that calls a function where the call asks for it. A
// browser runs no script that came with an error, so errors are 200 there.
func (c *Call) Send(status int, body []byte) {
	name := c.callback()
	if name == "" || !callbackName.MatchString(name) {
		Send(c.Context, status, body)
		return
	}
	script := append([]byte("/**/"+name+"("), body...)
	SendAs(c.Context, http.StatusOK, "application/javascript; charset=utf-8", append(script, ");\n"...))
}
