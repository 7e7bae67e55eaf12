//! Anybody's own instance: `posts.csv`, `donors.csv`, `sessions.csv` and `model.json` in one folder.
