package shop

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	const catalog, read, product = "/shop/catalogs/:catalog", "/shop/imports/:import", "/products/:product"
	return []page.Route{
		page.Get(page.Member, urls.Shop, a.home),
		page.Post(page.Member, urls.Shop, a.create),
		page.Post(page.Member, "/shop/undo", a.undo),
		page.Get(page.Member, catalog, a.desk),
		page.Post(page.Member, catalog, a.saveDesk),
		page.Post(page.Member, catalog+"/new", a.add),
		page.Post(page.Member, catalog+"/import", a.begin).WithFiles(),
		page.Post(page.Member, catalog+"/link", a.link),
		page.Post(page.Member, catalog+"/alerts", a.alerts),
		page.Post(page.Member, catalog+"/delete", a.deleteCatalog),
		page.Get(page.Member, read, a.read),
		page.Post(page.Member, read, a.again),
		page.Get(page.Member, read+"/errors.csv", a.errors),
		page.Get(page.Anyone, "/shop/feeds/:link/:name", a.feed),
		page.Get(page.Anyone, product, a.product),
		page.Post(page.Member, product+"/save", a.save),
		page.Delete(page.Member, product+"/save", a.unsave),
		page.Post(page.Member, product+"/wait", a.wait),
		page.Delete(page.Member, product+"/wait", a.unwait),
		page.Get(page.Member, urls.SavedGoods, a.saved),
		page.Get(page.Anyone, urls.Goods, a.goods),
		page.Get(page.Member, product+"/edit", a.editPage),
		page.Post(page.Member, product+"/edit", a.edit),
		page.Post(page.Member, product+"/state", a.setState),
		page.Post(page.Member, product+"/delete", a.delete),
		page.Post(page.Member, product+"/photos", a.addPhotos).WithFiles(),
		page.Post(page.Member, product+"/photos/remove", a.removePhoto),
		page.Get(page.Anyone, "/:username/shop", a.sold),
		page.Get(page.Member, "/p/:code/products", a.onPostPage),
		page.Post(page.Member, "/p/:code/products", a.onPost),
		page.Get(page.Member, "/story/:story/products", a.onStoryPage),
		page.Post(page.Member, "/story/:story/products", a.onStory),
	}
}
