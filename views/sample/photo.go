package sample

import (
	"photogram/models/post"
)

// samplePhotos are the photographs of the demo content, for pages with made-up data.
var samplePhotos = []post.Picture{
	{Key: "dandelions", Width: 2048, Height: 1152,
		Placeholder: "data:image/webp;base64,UklGRkYAAABXRUJQVlA4IDoAAADQAQCdASoMAAcABIByJYgCdAEO43py4AD8IhXULKgnwTSn/camQD7TQYhPlRMfpSCHAZW2IUC/IAAA", Alt: "Dandelions gone to seed"},
	{Key: "fig-bowl", Width: 2048, Height: 1386,
		Placeholder: "data:image/webp;base64,UklGRloAAABXRUJQVlA4IE4AAAAwAgCdASoMAAgABIByJbACdAEfvZLnwVMcAAD2u+TgU0L9RdWHYyytNAMljR+j/3M6K8bUbRLogUj3T9G7njiDLYKm16f4JLyIWOtegAA=", Alt: "A bowl of figs, one cut open"},
	{Key: "forest-stream", Width: 2048, Height: 1364,
		Placeholder: "data:image/webp;base64,UklGRkIAAABXRUJQVlA4IDYAAADwAQCdASoMAAgABIByJZQAAv122mIkkQAA/UwU/Y4R3OU/4oDN7XABRYMZt9BA1gLVp7cvAAA=", Alt: "A stream between mossy stones in a wood"},
	{Key: "gradient-fold", Width: 2048, Height: 1152,
		Placeholder: "data:image/webp;base64,UklGRkgAAABXRUJQVlA4IDwAAADwAQCdASoMAAcABIByJbACdAC4rHss5AAA/qmCub+Fn9YKvfkaSKYjVP5qdY4Z8yy8TQfGN7bznj0UEAA=", Alt: "Folds of coloured light"},
	{Key: "hill-sunset", Width: 2048, Height: 1365,
		Placeholder: "data:image/webp;base64,UklGRkYAAABXRUJQVlA4IDoAAADwAQCdASoMAAgABIByJYwCdAELVYvzwwAA/fz/9uPKbSMm6dXR7zoS3PHYjpPLy821BJ2IOtThvwAA", Alt: "The sun sets behind a hill"},
	{Key: "mountain-meadow", Width: 2048, Height: 1364,
		Placeholder: "data:image/webp;base64,UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoMAAgABIByJaACdAEOljysAAD+W/yIDS1kAyKveYQsEs2JTHft9+lO8UM+AA==", Alt: "A green meadow below a ridge of mountains"},
	{Key: "paint-brushes", Width: 2048, Height: 1611,
		Placeholder: "data:image/webp;base64,UklGRlgAAABXRUJQVlA4IEwAAADwAQCdASoMAAkABIByJbACdADdKMxRaUAA/qlORqLOuDbG3w4vbkhgEqA1L4rF7tgCjXhZbd6qjqSJuaGmY93sU+uVs+r5XEu4QAAA", Alt: "Paint brushes in a jar"},
	{Key: "peaks-trail", Width: 2048, Height: 1536,
		Placeholder: "data:image/webp;base64,UklGRkoAAABXRUJQVlA4ID4AAACQAQCdASoMAAkABIByJYgCdADYCUAA4nTvGGcM5Sr+QEQcE1rCtix74hyWgo3S05R5iluN3iWOQa7uAFygAA==", Alt: "A trail that leads to grey peaks"},
	{Key: "two-dogs", Width: 1364, Height: 2048,
		Placeholder: "data:image/webp;base64,UklGRj4AAABXRUJQVlA4IDIAAACwAQCdASoIAAwABIByJQBdgB6SqNQAAN/MH8+WtWyF6HX2Tyt1cuhk9MuY/GnIeAAAAA==", Alt: "Two dogs side by side, looking up"},
	{Key: "wine-table", Width: 1366, Height: 2048,
		Placeholder: "data:image/webp;base64,UklGRk4AAABXRUJQVlA4IEIAAADwAQCdASoIAAwABIByJbACdAEO9DaagAAA/bMNeWM8670n3C93cXT7kQxesB8VPXP9yVJDmxuxhNbXQ6cVFSKjIAA=", Alt: "Glasses of wine on a table"},
}
