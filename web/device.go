package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/account"
)

// Network is what limits count the visitor's address by. Nothing else may count
// by an address.
func Network(c *gin.Context) string { return models.NetworkOf(c.ClientIP()) }

// noteProxy warns once of a proxy that is not named, whose visitors all count as it.
func (k *Kit) noteProxy(c *gin.Context) {
	if c.GetHeader("X-Forwarded-For") == "" || c.RemoteIP() != c.ClientIP() {
		return
	}
	k.strangeProxy.Do(func() {
		k.Log.Warn("X-Forwarded-For comes from an address that PHOTOGRAM_TRUSTED_PROXIES does not name; it is not believed, and "+
			"all who come through there share one address's limits", "from", c.RemoteIP())
	})
}

// A browser that logged in to an account keeps a signed cookie that says so. It
// opens nothing; it lets the owner try passwords while strangers have used up
// their tries, and tells a second device from a known one.
const (
	deviceCookie   = "photogram-device"
	deviceLife     = 400 * 24 * time.Hour // as long as browsers keep any cookie
	deviceAccounts = 8
)

// Devices are the accounts that this browser logged in to before.
func (k *Kit) Devices(c *gin.Context) account.Devices {
	if v, ok := c.Get(deviceCookie); ok {
		return v.(account.Devices)
	}
	value, err := c.Cookie(k.deviceCookieName())
	if err != nil || len(value) > 2000 {
		return nil
	}
	raw, ok := k.unsealed("devices", value)
	var list account.Devices
	if !ok || json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// Remember notes that this browser logged in to an account, or that it is still
// the one that changed what the account logs in with.
func (k *Kit) Remember(c *gin.Context, u *account.User) {
	name, err := account.NewToken()
	if err != nil {
		return // the browser is as any other
	}
	list := account.Devices{{User: u.ID, Version: u.LoginVersion, ID: name[:16]}}
	for _, d := range k.Devices(c) {
		if d.User != u.ID && len(list) < deviceAccounts {
			list = append(list, d)
		}
	}
	c.Set(deviceCookie, list)
	raw, err := json.Marshal(list)
	if err != nil {
		return
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: k.deviceCookieName(), Value: k.sealed("devices", raw), Path: "/",
		MaxAge: int(deviceLife.Seconds()), HttpOnly: true, Secure: k.Site.Secure(), SameSite: http.SameSiteLaxMode})
}

func (k *Kit) deviceCookieName() string {
	if k.Site.Secure() {
		return "__Host-" + deviceCookie
	}
	return deviceCookie
}

// Asker is who is logged in, for changes that want proof of it.
func (k *Kit) Asker(c *gin.Context) account.Asker {
	return account.Asker{User: ViewerID(c), Session: Session(c).ID, Devices: k.Devices(c)}
}
