# Photogram in a container: the program, libvips, ffmpeg and PostgreSQL's
# programs, which it uses only when DATABASE_URL is not set.
#
# Not tried: building this file, because no container engine was at hand. Tried:
# scripts/setup.sh with the same package list, on a bare Debian 12 and 13, and the
# health check's command against a small server.
#
#   docker build -t photogram .
#   docker run --init -p 8080:8080 -v photogram:/var/lib/photogram photogram

FROM golang:1.26-trixie AS build
WORKDIR /src
COPY packages.txt packages.txt
COPY scripts/setup.sh scripts/setup.sh
RUN ["bash", "-euc", ". scripts/setup.sh; setup build; rm -rf /var/lib/apt/lists/*"]
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -buildvcs=false -trimpath -o /photogram .

FROM debian:trixie-slim
WORKDIR /src
COPY packages.txt packages.txt
COPY scripts/setup.sh scripts/setup.sh
RUN ["bash", "-euc", ". scripts/setup.sh; setup run; rm -rf /var/lib/apt/lists/* /src/*"]
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin photogram \
    && install -d -o photogram -g photogram -m 700 /var/lib/photogram
COPY --from=build /photogram /usr/local/bin/photogram
# What decodes photos and videos confines itself with Landlock and seccomp, which the
# usual profile of containers allows, so no more rights are needed.
USER photogram
WORKDIR /var/lib/photogram
ENV PHOTOGRAM_DATA_DIR=/var/lib/photogram \
    PHOTOGRAM_LISTEN=0.0.0.0:8080
VOLUME /var/lib/photogram
EXPOSE 8080
# The image has no HTTP client besides bash.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && IFS= read -r -t 4 line <&3 && [[ $line == *' 200 '* ]]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["photogram"]
CMD ["serve"]
