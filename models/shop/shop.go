// Package shop is about what accounts sell: their catalogues, the products in them with
// prices, stock and photos, the files that products come from and go to, and where
// posts show them. It must know nothing of carts and orders.
package shop

import (
	"context"
	"fmt"
	"regexp"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/shopfile"
)

// Limits of shops.
const (
	MaxCatalogs    = 100     // of an account
	MaxProducts    = 500_000 // in a catalogue, with what is archived
	MaxCatalogName = 100     // characters
	MaxPhotos      = shopfile.MaxImages
	MaxBulk        = 1000 // products that are changed at once
	MaxBatch       = 5000 // products of one batch
	MaxLabels      = 5
	maxText        = 2000 // characters of what makers say
	maxGrams       = 1_000_000_000
	maxTaxBasis    = 10_000
	maxQuery       = 100
)

// State is whether a product is shown.
type State string

// The states of a product.
const (
	Draft     State = "draft"
	Published State = "published"
	Archived  State = "archived"
)

var (
	// ErrNoCatalog says that there is no such catalogue for the viewer.
	ErrNoCatalog = models.NotFoundf("shop.error.catalogue-does-not-exist")
	// ErrNone says that there is no such product for the viewer.
	ErrNone = models.NotFoundf("shop.error.product-does-not-exist-not")
)

// languageForm is a language as BCP 47 has it, such as de or pt-BR.
var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$`)

// own notes whose something is that is asked for by its id alone.
func own(ctx context.Context, t *models.Tx, owner models.ID, ids ...models.ID) error {
	err := models.Do(ctx, t.PG, `INSERT INTO shop_owners (id, owner_id) SELECT id, @owner FROM unnest(CAST(@ids AS bigint[])) id`,
		models.Args{"owner": owner, "ids": ids})
	if err != nil {
		return fmt.Errorf("note whose %v are: %w", ids, err)
	}
	return nil
}

func disown(ctx context.Context, t *models.Tx, owner models.ID, ids ...models.ID) error {
	return models.Do(ctx, t.PG, `DELETE FROM shop_owners WHERE owner_id = @owner AND id = ANY(@ids)`,
		models.Args{"owner": owner, "ids": ids})
}

// OwnerOf finds whose a catalogue, a product, an import or a feed is; 0 for nobody's.
func OwnerOf(ctx context.Context, s *models.Store, id models.ID) (owner models.ID, err error) {
	err = models.Read(ctx, s.Pool(), &owner, `SELECT owner_id FROM shop_owners WHERE id = @id`, models.Args{"id": id})
	if err != nil {
		return 0, fmt.Errorf("find whose %d is: %w", id, err)
	}
	return owner, nil
}

// maxPrice is the highest price in a currency, in minor units.
func maxPrice(currency string) int64 {
	most := int64(shopfile.MaxMajor)
	for range money.Digits(currency) {
		most *= 10
	}
	return most
}
