package post

import (
	"strconv"

	"photogram/models/post"
)

// openPhoto are the words of the link there.
func openPhoto(p post.View, i int) string {
	if len(p.Items) > 1 {
		return "Open photo " + strconv.Itoa(i+1) + " by itself"
	}
	return "Open the photo by itself"
}
