"""The ground floor: what every app needs and that imports no app. An installed app with the label `ground`."""
