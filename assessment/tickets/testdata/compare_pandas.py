"""What Muster does with an export of tickets, done with pandas: the time it takes.

Prints the seconds (without starting Python and importing pandas) and the number
of tickets. Dates are read in the format told, which is the quick way.
"""
import hashlib
import sys
import time

import pandas as pd

path = sys.argv[1]
start = time.perf_counter()
with open(path, "rb") as f:
    digest = hashlib.sha256(f.read()).hexdigest()
columns = ["number", "incident_state", "priority", "opened_at", "sys_updated_at", "resolved_at", "closed_code"]
df = pd.read_csv(path, usecols=columns, dtype="str", na_values=["?"])
for c in ["opened_at", "sys_updated_at", "resolved_at"]:
    df[c] = pd.to_datetime(df[c], format="%d-%m-%Y %H:%M")
if not df["sys_updated_at"].is_monotonic_increasing:
    df = df.sort_values("sys_updated_at", kind="stable")
grouped = df.groupby("number", sort=False)
tickets = grouped.last()
tickets["opened_at"] = grouped["opened_at"].min()
level = tickets["priority"].map({"1 - Critical": 0, "2 - High": 1, "3 - Moderate": 2, "4 - Low": 3})
opened = tickets["opened_at"]
weeks = (opened.max() - opened.min()) / pd.Timedelta(days=7)
per_week = level.value_counts() / weeks
for rule in ["h", "D"]:
    counts = pd.Series(1, index=opened.values).resample(rule).sum()
    dispersion = counts.var(ddof=0) / counts.mean()
hour_of_week = (opened.dt.dayofweek * 24 + opened.dt.hour).value_counts()
elapsed = (tickets["resolved_at"] - opened).dt.total_seconds() / 3600
summary = elapsed.groupby(level).quantile([0.5, 0.9]), elapsed.groupby(level).mean()
print(time.perf_counter() - start, len(tickets))
