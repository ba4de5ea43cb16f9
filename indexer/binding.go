package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"honglinh/catalog"
	"honglinh/catalog/store/stores"
)

// bindingFile notes in a data folder which store its index and tables are made from, where
// that is outside of the folder.
const bindingFile = "store.json"

// binding is the content of that file.
type binding struct {
	Store    string `json:"store"`
	Identity string `json:"identity"`
}

// PlaceOf is the store of a data folder, held against what the folder was made from: index and
// tables of one store say nothing of another, though their changes count alike. Faults:
// Invalid for a folder of another store, NotFound for one that has lost its own.
func PlaceOf(ctx context.Context, address, data string) (stores.Place, error) {
	place, err := stores.Find(address, data)
	if err != nil {
		return nil, err
	}
	bound, err := readBinding(data)
	if err != nil {
		return nil, err
	}
	if !place.Outside() {
		if bound.Identity != "" {
			return nil, catalog.NewFault(catalog.Invalid, data,
				fmt.Sprintf("thư mục %s được tạo từ kho dữ liệu %s; hãy nêu --store như khi đó", data, bound.Store),
				fmt.Sprintf("the folder %s was made from the store %s; say --store as then", data, bound.Store))
		}
		return place, vanished(data, place)
	}
	id, err := place.Identity(ctx)
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return nil, err
	}
	if bound.Identity != id && (bound.Identity != "" || madeIn(data) != "") {
		return nil, otherStore(data, bound, place)
	}
	return place, nil
}

func otherStore(data string, bound binding, place stores.Place) error {
	from := bound.Store
	if from == "" {
		from = "SQLite"
	}
	return catalog.NewFault(catalog.Invalid, data,
		fmt.Sprintf("chỉ mục và bảng trong %s được tạo từ kho dữ liệu khác (%s) với %s; nếu cơ sở dữ liệu bị mất, hãy khôi phục từ bản sao lưu; nếu không, hãy nêu một thư mục trống bằng --data: chỉ mục và bảng sẽ được tạo từ kho", data, from, place),
		fmt.Sprintf("the index and the tables in %s were made from another store (%s) than %s; if the database was lost, restore it from its backup, else name an empty folder by --data: index and tables are made from the store", data, from, place))
}

func readBinding(data string) (binding, error) {
	var b binding
	raw, err := os.ReadFile(filepath.Join(data, bindingFile))
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &b)
	}
	if err != nil {
		return b, fmt.Errorf("read which store %s was made from: %w", data, err)
	}
	return b, nil
}

// bind notes which store the folder is made from; it is done before anything is.
func bind(ctx context.Context, data string, place stores.Place) error {
	if !place.Outside() {
		return nil
	}
	id, err := place.Identity(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(binding{place.String(), id})
	if err != nil {
		return err
	}
	path := filepath.Join(data, bindingFile)
	if err := os.WriteFile(path+".new", append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("note which store %s is made from: %w", data, err)
	}
	return os.Rename(path+".new", path)
}

// madeIn is the first part of a data folder that was made from a store, "" for none.
func madeIn(data string) string {
	for _, made := range []string{indexFolder, "tables"} {
		if entries, err := os.ReadDir(filepath.Join(data, made)); err == nil && len(entries) > 0 {
			return made
		}
	}
	return ""
}

// vanished is the fault of a data folder that has lost the store in it.
func vanished(data string, place stores.Place) error {
	if _, err := os.Stat(place.String()); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	made, file := madeIn(data), filepath.Base(place.String())
	if made == "" {
		return nil
	}
	return catalog.NewFault(catalog.NotFound, data,
		fmt.Sprintf("%s không còn %s dù %s vẫn còn: kho dữ liệu và lịch sử của nó đã mất; hãy khôi phục tệp từ bản sao lưu, hoặc bắt đầu lại từ đầu bằng --start-anew", data, file, made),
		fmt.Sprintf("%s has no %s although %s is there: the record of truth and its history are gone; restore the file from a backup, or begin without it by --start-anew", data, file, made))
}
