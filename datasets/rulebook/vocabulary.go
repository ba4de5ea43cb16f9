package rulebook

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"honglinh/catalog/condition"
	"honglinh/catalog/text"
)

// readVocabulary makes the variables that the tables of a package declare. A variable that
// is declared wrongly is an error that names its row; the rules of that package then
// answer unknown.
func (s *Shelf) readVocabulary(ctx context.Context, dataset string) (*condition.Vocabulary, error) {
	rows, err := s.rows(ctx, dataset, tableVariables)
	if err != nil {
		return nil, err
	}
	options, err := s.rows(ctx, dataset, tableOptions)
	if err != nil {
		return nil, err
	}
	return vocabularyOf(dataset, rows, options)
}

func vocabularyOf(dataset string, rows, options []map[string]string) (*condition.Vocabulary, error) {
	byVariable := map[string][]map[string]string{}
	for _, o := range options {
		byVariable[o["variable"]] = append(byVariable[o["variable"]], o)
	}
	inOrder(rows)
	var vars []condition.Variable
	for _, row := range rows {
		x, err := variableOf(row, byVariable[row["variable"]])
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", dataset, tableVariables, err)
		}
		vars = append(vars, x)
	}
	return condition.NewVocabulary(vars)
}

func variableOf(row map[string]string, options []map[string]string) (condition.Variable, error) {
	x := condition.Variable{Name: row["variable"], Type: condition.Type(row["type"]), Unit: row["unit"], Origin: condition.Origin(row["origin"]),
		Question: text.New(row["question_vi"], row["question_en"]), Label: text.New(row["label_vi"], row["label_en"])}
	inOrder(options)
	for _, o := range options {
		x.Options = append(x.Options, condition.Option{Code: o["code"], Label: text.New(o["label_vi"], o["label_en"])})
	}
	if row["otherwise"] != "" {
		v, err := condition.ParseValue(x.Type, row["otherwise"])
		if err != nil {
			return x, fmt.Errorf("variable %q otherwise: %w", x.Name, err)
		}
		x.Otherwise = &v
	}
	return x, nil
}

// inOrder sorts rows by their column "order".
func inOrder(rows []map[string]string) {
	at := func(row map[string]string) int {
		n, err := strconv.Atoi(row["order"])
		if err != nil {
			return 0 // rows without a place stay as they came
		}
		return n
	}
	slices.SortStableFunc(rows, func(a, b map[string]string) int { return at(a) - at(b) })
}
