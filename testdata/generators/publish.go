// Publish publishes the photo PHOTO on SITE, with a client that is generated from its description.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net/http"
	"os"

	"generated/photogram"
)

func main() {
	if err := publish(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func publish(ctx context.Context) error {
	client, err := photogram.NewClientWithResponses(os.Getenv("SITE"),
		photogram.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
			return nil
		}))
	if err != nil {
		return err
	}
	form, kind, err := photo(os.Getenv("PHOTO"))
	if err != nil {
		return err
	}
	uploaded, err := client.UploadMediaWithBodyWithResponse(ctx, &photogram.UploadMediaParams{}, kind, form)
	if err != nil {
		return err
	}
	if uploaded.JSON200 == nil {
		return fmt.Errorf("upload: %s", uploaded.Body)
	}
	caption := "By a generated client"
	published, err := client.PublishMediaWithFormdataBodyWithResponse(ctx, uploaded.JSON200.Data.Id,
		&photogram.PublishMediaParams{}, photogram.PublishMediaInput{Caption: &caption})
	if err != nil {
		return err
	}
	if published.JSON200 == nil {
		return fmt.Errorf("publish: %s", published.Body)
	}
	fmt.Println(published.JSON200.Data.Id)
	return nil
}

func photo(name string) (body io.Reader, kind string, err error) {
	picture, err := os.ReadFile(name)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		return nil, "", err
	}
	if _, err := file.Write(picture); err != nil {
		return nil, "", err
	}
	return &b, form.FormDataContentType(), form.Close()
}
