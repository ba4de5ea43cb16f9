package facts

// AroundKM is how far "around here" reaches: a quarter of an hour by car.
const AroundKM = 10
