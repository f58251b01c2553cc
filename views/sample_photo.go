package views

import "photogram/models"

// samplePhotos are the photographs of the demo content, for pages with made-up data.
var samplePhotos = []models.Picture{
	{"dandelions", 2048, 1152, "data:image/webp;base64,UklGRkYAAABXRUJQVlA4IDoAAADQAQCdASoMAAcABIByJYgCdAEO43py4AD8IhXULKgnwTSn/camQD7TQYhPlRMfpSCHAZW2IUC/IAAA", "Dandelions gone to seed"},
	{"fig-bowl", 2048, 1386, "data:image/webp;base64,UklGRloAAABXRUJQVlA4IE4AAAAwAgCdASoMAAgABIByJbACdAEfvZLnwVMcAAD2u+TgU0L9RdWHYyytNAMljR+j/3M6K8bUbRLogUj3T9G7njiDLYKm16f4JLyIWOtegAA=", "A bowl of figs, one cut open"},
	{"forest-stream", 2048, 1364, "data:image/webp;base64,UklGRkIAAABXRUJQVlA4IDYAAADwAQCdASoMAAgABIByJZQAAv122mIkkQAA/UwU/Y4R3OU/4oDN7XABRYMZt9BA1gLVp7cvAAA=", "A stream between mossy stones in a wood"},
	{"gradient-fold", 2048, 1152, "data:image/webp;base64,UklGRkgAAABXRUJQVlA4IDwAAADwAQCdASoMAAcABIByJbACdAC4rHss5AAA/qmCub+Fn9YKvfkaSKYjVP5qdY4Z8yy8TQfGN7bznj0UEAA=", "Folds of coloured light"},
	{"hill-sunset", 2048, 1365, "data:image/webp;base64,UklGRkYAAABXRUJQVlA4IDoAAADwAQCdASoMAAgABIByJYwCdAELVYvzwwAA/fz/9uPKbSMm6dXR7zoS3PHYjpPLy821BJ2IOtThvwAA", "The sun sets behind a hill"},
	{"mountain-meadow", 2048, 1364, "data:image/webp;base64,UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoMAAgABIByJaACdAEOljysAAD+W/yIDS1kAyKveYQsEs2JTHft9+lO8UM+AA==", "A green meadow below a ridge of mountains"},
	{"paint-brushes", 2048, 1611, "data:image/webp;base64,UklGRlgAAABXRUJQVlA4IEwAAADwAQCdASoMAAkABIByJbACdADdKMxRaUAA/qlORqLOuDbG3w4vbkhgEqA1L4rF7tgCjXhZbd6qjqSJuaGmY93sU+uVs+r5XEu4QAAA", "Paint brushes in a jar"},
	{"peaks-trail", 2048, 1536, "data:image/webp;base64,UklGRkoAAABXRUJQVlA4ID4AAACQAQCdASoMAAkABIByJYgCdADYCUAA4nTvGGcM5Sr+QEQcE1rCtix74hyWgo3S05R5iluN3iWOQa7uAFygAA==", "A trail that leads to grey peaks"},
	{"two-dogs", 1364, 2048, "data:image/webp;base64,UklGRj4AAABXRUJQVlA4IDIAAACwAQCdASoIAAwABIByJQBdgB6SqNQAAN/MH8+WtWyF6HX2Tyt1cuhk9MuY/GnIeAAAAA==", "Two dogs side by side, looking up"},
	{"wine-table", 1366, 2048, "data:image/webp;base64,UklGRk4AAABXRUJQVlA4IEIAAADwAQCdASoIAAwABIByJbACdAEO9DaagAAA/bMNeWM8670n3C93cXT7kQxesB8VPXP9yVJDmxuxhNbXQ6cVFSKjIAA=", "Glasses of wine on a table"},
}
