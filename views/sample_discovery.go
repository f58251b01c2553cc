package views

import "photogram/models"

func (s *sampler) tags() []models.Tag {
	var out []models.Tag
	for i, name := range []string{"night", "35mm", "meer", "夜景", "slowshutter", "غروب", "tripod", "architecturephotography"} {
		out = append(out, models.Tag{ID: s.id(), Name: name, MediaCount: int64(i * i * i * 31)})
	}
	return out
}

func (s *sampler) followedTags() []models.TagView {
	var out []models.TagView
	for _, t := range s.tags() {
		out = append(out, models.TagView{Tag: t, Followed: true})
	}
	return out
}

func (s *sampler) place() PlaceDetail {
	north, east := 43.19, -4.83
	return PlaceDetail{Place: models.Place{ID: s.id(), Name: "Picos de Europa", Latitude: &north, Longitude: &east, MediaCount: 1_204}, Top: true, Grid: Grid{Posts: s.posts(9)}}
}

func (s *sampler) searched() []models.Searched {
	person := s.author(2)
	return []models.Searched{
		{ID: s.id(), Kind: models.SearchedPerson, RefID: person.ID, Person: &person},
		{ID: s.id(), Kind: models.SearchedText, Query: "larch in autumn"},
		{ID: s.id(), Kind: models.SearchedTag, Query: "goldenhour"},
		{ID: s.id(), Kind: models.SearchedPlace, RefID: 7, PlaceName: "Upper stream"},
	}
}
