package sample

import (
	"photogram/models/discover"
	"photogram/models/index"
	discoverview "photogram/views/discover"
	"photogram/views/ui"
)

func (s *sampler) tags() []index.Tag {
	var out []index.Tag
	for i, name := range []string{"night", "35mm", "meer", "夜景", "slowshutter", "غروب", "tripod", "architecturephotography"} {
		out = append(out, index.Tag{ID: s.id(), Name: name, MediaCount: int64(i * i * i * 31)})
	}
	return out
}

func (s *sampler) followedTags() []discover.TagView {
	var out []discover.TagView
	for _, t := range s.tags() {
		out = append(out, discover.TagView{Tag: t, Followed: true})
	}
	return out
}

func (s *sampler) place() discoverview.PlaceDetail {
	north, east := 43.19, -4.83
	return discoverview.PlaceDetail{Place: index.Place{ID: s.id(), Name: "Picos de Europa", Latitude: &north, Longitude: &east,
		MediaCount: 1_204}, Top: true, Grid: ui.Grid{Posts: s.posts(9)}}
}

func (s *sampler) searched() []discover.Searched {
	person := s.author(2)
	return []discover.Searched{
		{ID: s.id(), Kind: discover.SearchedPerson, RefID: person.ID, Person: &person},
		{ID: s.id(), Kind: discover.SearchedText, Query: "larch in autumn"},
		{ID: s.id(), Kind: discover.SearchedTag, Query: "goldenhour"},
		{ID: s.id(), Kind: discover.SearchedPlace, RefID: 7, PlaceName: "Upper stream"},
	}
}
