package dev

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/static"
	"photogram/urls"
	mailview "photogram/views/mail"
	"photogram/views/sample"
)

func (a Pages) devMail(c *gin.Context) error {
	var list []mailview.MailMessage
	if a.Mail != nil {
		var err error
		if list, err = a.Mail.Mails(); err != nil {
			return err
		}
	}
	return a.Page(c, http.StatusOK, mailview.DevMailPage(a.Titled(c, "Mails"), list), nil)
}

func (a Pages) devViews(c *gin.Context) error {
	return a.Page(c, http.StatusOK, sample.DevViewsPage(a.Titled(c, "Components")), nil)
}

func (a Pages) Routes(e *gin.Engine, p *gin.RouterGroup) {
	p.GET(urls.DevMail, a.Handle(a.devMail))
	p.GET(urls.DevViews, a.Handle(a.devViews))
	e.GET("/dev/media/*file", gin.WrapH(static.Samples()))
}
