package shop

// Forget are statements that remove what an account $1 has in shops; its catalogues go
// with the account, and their photos went before.
var Forget = []string{
	`DELETE FROM product_tags WHERE owner_id = $1`,
	`DELETE FROM product_tags WHERE product_owner = $1`,
	`DELETE FROM saved_products WHERE user_id = $1`,
	`DELETE FROM saved_products WHERE product_owner = $1`,
	`DELETE FROM stock_waits WHERE user_id = $1`,
	`DELETE FROM stock_waits WHERE product_owner = $1`,
	`DELETE FROM stock_events WHERE owner_id = $1`,
	`DELETE FROM catalog_links WHERE owner_id = $1`,
	`DELETE FROM catalogs WHERE owner_id = $1`,
	`DELETE FROM shop_owners WHERE owner_id = $1`,
}
