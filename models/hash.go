package models

import (
	"database/sql/driver"
)

// Hash is the SHA-256 of a secret. It is a type of its own because gorm would
// take plain bytes right after a parenthesis for a list.
type Hash []byte

// Value stores the hash as bytea.
func (h Hash) Value() (driver.Value, error) { return []byte(h), nil }
