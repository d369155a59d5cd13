# One image for pages, worker, beat and migrations; compose.yaml says which command each runs.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 LERTRAT_VAR=/var/lib/lertrat LERTRAT_HOST=0.0.0.0
WORKDIR /srv/lertrat

COPY requirements-s3.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-s3.lock

COPY LICENSE THIRD_PARTY_NOTICES.md pyproject.toml web.py worker.py ./
COPY app app
COPY migrations migrations
COPY rubrics rubrics
COPY workflows workflows
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && useradd --system --home-dir /var/lib/lertrat --create-home lertrat
USER lertrat
VOLUME /var/lib/lertrat
EXPOSE 8000
CMD ["lertrat", "serve", "--workers", "4", "--threads", "8"]
