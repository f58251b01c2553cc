package shop

import (
	"context"
	"fmt"
	"slices"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/container"
	"photogram/models/post"
)

// Lock locks a product for a change of its photos, and gives what that needs of it.
func Lock(ctx context.Context, t *models.Tx, owner, id models.ID) (*Product, error) {
	var p Product
	err := models.Take(ctx, t.PG, &p, `SELECT `+columns+` FROM products pr WHERE pr.owner_id = @owner AND pr.id = @id FOR NO KEY UPDATE`,
		models.Args{"owner": owner, "id": id})
	if models.IsNoRows(err) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("lock product %d: %w", id, err)
	}
	return &p, nil
}

// Made brings the cover of a locked product up to its photos.
func Made(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	err := models.Do(ctx, t.PG, `UPDATE products pr SET cover_key = coalesce(c.render_key, ''), cover_width = coalesce(c.width, 0),
			cover_height = coalesce(c.height, 0), cover_placeholder = coalesce(c.placeholder, '')
		FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT m.* FROM media m WHERE m.owner_id = @owner AND m.product_id = @id
		AND m.product_id IS NOT NULL AND `+post.MadeMedia+` ORDER BY m.pos, m.id LIMIT 1) c ON true
		WHERE pr.owner_id = @owner AND pr.id = @id`, models.Args{"owner": owner, "id": id})
	if err != nil {
		return fmt.Errorf("cover of product %d: %w", id, err)
	}
	return nil
}

// Photos are all photos of a product of the viewer's, also those that are not made.
func Photos(ctx context.Context, s *models.Store, viewer, id models.ID) ([]post.Media, error) {
	all, err := post.OfProducts(ctx, s.Pool(), []models.ID{viewer}, []models.ID{id}, true)
	return all[id], err
}

// AddPhotos adds photos that were sent to a product of the viewer's.
func AddPhotos(ctx context.Context, s *models.Store, viewer, id models.ID, ups ...post.Upload) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, id); err != nil {
			return err
		}
		for _, up := range ups {
			if _, err := addPhoto(ctx, t, viewer, id, up); err != nil {
				return err
			}
		}
		return t.Use(ctx, models.BudgetUpload, viewer, len(ups))
	})
}

// addPhoto needs the product locked.
func addPhoto(ctx context.Context, t *models.Tx, owner, id models.ID, up post.Upload) (models.ID, error) {
	if up.Video {
		return 0, models.Invalidf("file", "shop.error.product-photos-video")
	}
	var n struct{ Count, Pos int }
	err := models.Read(ctx, t.PG, &n, `SELECT count(*) AS count, coalesce(max(pos) + 1, 0) AS pos FROM media
		WHERE owner_id = @owner AND product_id = @id AND product_id IS NOT NULL`, models.Args{"owner": owner, "id": id})
	if err != nil {
		return 0, err
	}
	if n.Count >= MaxPhotos {
		return 0, models.Invalidf("file", "shop.error.product-at-most-photos", "maxPhotos", MaxPhotos)
	}
	return up.ID, post.KeepOf(ctx, t, owner, id, n.Pos, up)
}

// ArrangePhotos says which photos a product of the viewer's has, in their order; others
// are removed.
func ArrangePhotos(ctx context.Context, s *models.Store, viewer, id models.ID, order []models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, id); err != nil {
			return err
		}
		all, err := post.OfProducts(ctx, t.PG, []models.ID{viewer}, []models.ID{id}, true)
		if err != nil {
			return err
		}
		var gone []post.Media
		for _, m := range all[id] {
			if !slices.Contains(order, m.ID) {
				gone = append(gone, m)
			}
		}
		for _, photo := range order {
			if !slices.ContainsFunc(all[id], func(m post.Media) bool { return m.ID == photo }) {
				return models.Invalidf("photos", "shop.error.photo-none-product", "photo", photo)
			}
		}
		if err := post.DropItems(ctx, t, gone...); err != nil {
			return err
		}
		if err := models.Do(ctx, t.PG, `UPDATE media m SET pos = x.pos FROM unnest(CAST(@ids AS bigint[])) WITH ORDINALITY x (id, pos)
			WHERE m.owner_id = @owner AND m.id = x.id`, models.Args{"ids": order, "owner": viewer}); err != nil {
			return fmt.Errorf("arrange photos of %d: %w", id, err)
		}
		if err := Made(ctx, t, viewer, id); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetArrange, viewer, 1)
	})
}

// FetchImages gets the photos of products of a catalogue whose addresses changed.
type FetchImages struct {
	OwnerID   models.ID `json:"owner_id"`
	CatalogID models.ID `json:"catalog_id"`
}

// Kind names the job.
func (FetchImages) Kind() string { return "fetch_images" }

// InsertOpts puts the job into its queue.
func (FetchImages) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: container.FetchQueue, MaxAttempts: 5}
}

// Wanted is a product whose photos are to be brought up to their addresses.
type Wanted struct {
	OwnerID models.ID
	ID      models.ID
	Images  []string
	Have    []string // of them, those that are there
}

// ImagesWanted finds the next products of a catalogue after one.
func ImagesWanted(ctx context.Context, s *models.Store, owner, catalog, after models.ID) (list []Wanted, err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT pr.owner_id, pr.id, pr.images,
			ARRAY(SELECT url FROM product_images i WHERE i.owner_id = pr.owner_id AND i.product_id = pr.id AND i.media_id <> 0) AS have
		FROM products pr WHERE pr.owner_id = @owner AND pr.catalog_id = @catalog AND pr.wants_photos AND pr.id > @after ORDER BY pr.id
		LIMIT 20`,
		models.Args{"owner": owner, "catalog": catalog, "after": after})
	if err != nil {
		return nil, fmt.Errorf("find products without photos: %w", err)
	}
	return list, nil
}

// ImageFetched keeps what came from an address for a product, or why nothing did. It
// reports whether the file is in use.
func ImageFetched(ctx context.Context, s *models.Store, w *Wanted, url string, up *post.Upload, failure string) (used bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		used = false
		p, err := Lock(ctx, t, w.OwnerID, w.ID)
		if models.KindOf(err) == models.NotFound {
			return nil
		}
		if err != nil || !slices.Contains(p.Images, url) {
			return err
		}
		var there models.ID
		args := models.Args{"owner": w.OwnerID, "id": w.ID, "url": url, "failure": failure, "media": models.ID(0)}
		if err := models.Read(ctx, t.PG, &there, `SELECT media_id FROM product_images WHERE owner_id = @owner AND product_id = @id
			AND url = @url`, args); err != nil || there != 0 {
			return err
		}
		if up != nil {
			media, err := addPhoto(ctx, t, w.OwnerID, w.ID, *up)
			if err != nil {
				return err
			}
			used, args["media"] = true, media
		}
		return models.Do(ctx, t.PG, `INSERT INTO product_images (owner_id, product_id, url, media_id, failure)
			VALUES (@owner, @id, @url, @media, @failure) ON CONFLICT (owner_id, product_id, url)
			DO UPDATE SET media_id = excluded.media_id, failure = excluded.failure`, args)
	})
	return used && err == nil, err
}

// ImagesDone puts the photos of a product into the order of their addresses, removes
// those whose address is gone, and notes that nothing is to be fetched, unless the
// addresses changed meanwhile.
func ImagesDone(ctx context.Context, s *models.Store, w *Wanted) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		p, err := Lock(ctx, t, w.OwnerID, w.ID)
		if models.KindOf(err) == models.NotFound {
			return nil
		}
		if err != nil || !slices.Equal(p.Images, w.Images) {
			return err
		}
		args := models.Args{"owner": w.OwnerID, "id": w.ID, "images": p.Images}
		var ids []models.ID
		if err := models.Find(ctx, t.PG, &ids, `DELETE FROM product_images WHERE owner_id = @owner AND product_id = @id
			AND NOT url = ANY(@images) RETURNING media_id`, args); err != nil {
			return err
		}
		all, err := post.OfProducts(ctx, t.PG, []models.ID{w.OwnerID}, []models.ID{w.ID}, true)
		if err != nil {
			return err
		}
		for _, m := range all[w.ID] {
			if slices.Contains(ids, m.ID) {
				if err := post.DropItems(ctx, t, m); err != nil {
					return err
				}
			}
		}
		for _, sql := range []string{`UPDATE media m SET pos = array_position(CAST(@images AS text[]), i.url) - 1 FROM product_images i
			WHERE i.owner_id = @owner AND i.product_id = @id AND m.owner_id = i.owner_id AND m.id = i.media_id`,
			`UPDATE products SET wants_photos = false WHERE owner_id = @owner AND id = @id`} {
			if err := models.Do(ctx, t.PG, sql, args); err != nil {
				return fmt.Errorf("photos of product %d: %w", w.ID, err)
			}
		}
		return Made(ctx, t, w.OwnerID, w.ID)
	})
}

// ImageProblem is an address from which no photo came.
type ImageProblem struct{ URL, Failure string }

// ImageProblems are those of a product of the viewer's.
func ImageProblems(ctx context.Context, s *models.Store, viewer, id models.ID) (list []ImageProblem, err error) {
	err = models.Find(ctx, s.Pool(), &list, `SELECT url, failure FROM product_images WHERE owner_id = @viewer AND product_id = @id
		AND failure <> '' ORDER BY url`, models.Args{"viewer": viewer, "id": id})
	return list, err
}

// DropPhotos removes all photos of a product, as its account is deleted.
func DropPhotos(ctx context.Context, s *models.Store, owner, id models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error { return post.DropOfProducts(ctx, t, owner, []models.ID{id}) })
}
