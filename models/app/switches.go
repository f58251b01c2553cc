package app

import (
	"photogram/models"
)

// applySwitches takes what is for programs of other times, and the addresses that hear of people who leave an app.
func (in Input) applySwitches(a *App) error {
	a.SendIss, a.JSONP, a.PublicReads = in.SendIss, in.JSONP, in.PublicReads
	for _, f := range []struct {
		name, from string
		to         *string
	}{{"deauthorize_url", in.DeauthorizeURL, &a.DeauthorizeURL}, {"data_deletion_url", in.DataDeletionURL, &a.DataDeletionURL}} {
		address, err := webAddress(f.name, f.from)
		if err != nil {
			return err
		}
		if address != "" && !in.Confidential {
			return models.Invalidf(f.name, "app.error.app-without-secret-cannot-sign")
		}
		if address != "" && in.Check != nil {
			if err := in.Check(address); err != nil {
				return models.InvalidText(f.name, err.Error())
			}
		}
		*f.to = address
	}
	return nil
}

// Itself is a token of the app that acts for nobody and is no row: of one that
// proved who it is by its secret, or that needs no proof.
func (a *App) Itself(scopes string) *Token {
	return &Token{AppID: a.ID, Kind: AppToken, Scopes: scopes, JSONP: a.JSONP, NoQuery: !a.QueryToken, RequireSigned: a.RequireSigned,
		sealed: [2]models.Hash{a.SecretSealed}}
}
