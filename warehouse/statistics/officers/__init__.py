"""Fair figures of officers and units: case mix, funnel, shrinkage, tiers."""
