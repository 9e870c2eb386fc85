#!/bin/sh
# sweep.sh FOLDER PROJECT: waits until the run that started it is gone (its end of our input closes then, also after a
# kill -9), stops every Postgres that keeps its data below FOLDER, and removes FOLDER with the work trees in it.
cat >/dev/null
servers() {
  find "$1" -name postmaster.pid -exec head -n 1 {} \; 2>/dev/null
}
# Twice: a server that was being started has written its number by then.
for time in 1 2; do
  for pid in $(servers "$1"); do
    kill -QUIT "$pid" 2>/dev/null
    for nth in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null
  done
  rm -rf "$1"
  [ -d "$1" ] || [ "$time" = 2 ] || sleep 1
done
rm -rf "$1"
git -C "$2" worktree prune 2>/dev/null
