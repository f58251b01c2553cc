package models

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Move says where something goes in an order made by hand: To is up, down,
// first or last, or above or below something else.
type Move struct {
	To     string
	Beside ID
}

// Placed is a row of such an order. Steps up and down pass over what the mover
// does not see.
type Placed struct {
	ID, Place ID
	Shown     bool
}

// placeGap is the distance between rows that got new places.
const PlaceGap = 1 << 22

var errBadMove = Invalidf("to", "input.error.can-go-up-down-first")

// Rearrange returns the rows that need another place after a move; rows are in
// order, and top is a place above them all.
func Rearrange(rows []Placed, id ID, m Move, top ID) ([]Placed, error) {
	at := slices.IndexFunc(rows, func(r Placed) bool { return r.ID == id })
	if at < 0 {
		return nil, NotFoundf("input.error.not-any-more")
	}
	to := at
	switch m.To {
	case "first":
		to = 0
	case "last":
		to = len(rows) - 1
	case "up":
		for i := at - 1; i >= 0; i-- {
			if rows[i].Shown {
				to = i
				break
			}
		}
	case "down":
		for i := at + 1; i < len(rows); i++ {
			if rows[i].Shown {
				to = i
				break
			}
		}
	case "above", "below":
		beside := slices.IndexFunc(rows, func(r Placed) bool { return r.ID == m.Beside })
		if beside < 0 {
			return nil, NotFoundf("input.error.what-should-stand-beside-not")
		}
		to = beside
		if beside > at && m.To == "above" {
			to--
		} else if beside < at && m.To == "below" {
			to++
		}
	default:
		return nil, errBadMove
	}
	if to == at {
		return nil, nil
	}
	row := rows[at]
	rest := slices.Insert(slices.Delete(slices.Clone(rows), at, at+1), to, row)
	if to == 0 {
		row.Place = top
		return []Placed{row}, nil
	}
	var low ID
	if to+1 < len(rest) {
		low = rest[to+1].Place
	}
	high := rest[to-1].Place
	if row.Place = low + (high-low)/2; row.Place > low && row.Place < high {
		return []Placed{row}, nil
	}
	for i := range rest { // no room is left between the two
		rest[i].Place = ID(len(rest)-i) * PlaceGap
	}
	return rest, nil
}

// Arrange reads an order, which the statement gives with $1 and the rest of
// args, and writes what a move changes with the other statement.
func (t *Tx) Arrange(ctx context.Context, id ID, m Move, read, write string, args ...any) error {
	rows, err := t.PG.Query(ctx, read, args...)
	if err != nil {
		return fmt.Errorf("read an order: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Placed])
	if err != nil {
		return fmt.Errorf("read an order: %w", err)
	}
	changed, err := Rearrange(list, id, m, t.Store.NewID())
	if err != nil || len(changed) == 0 {
		return err
	}
	var ids, places []int64
	for _, r := range changed {
		ids, places = append(ids, int64(r.ID)), append(places, int64(r.Place))
	}
	if _, err := t.PG.Exec(ctx, write, append(args, ids, places)...); err != nil {
		return fmt.Errorf("write an order: %w", err)
	}
	return nil
}
